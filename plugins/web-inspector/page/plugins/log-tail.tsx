import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { client } from '../connection.ts';
import { addLines, LEVELS, type Level, type LogLines, MAX_LINES, NOTHING } from './log-lines.ts';

/** How often new lines are asked for while they are looked at. */
const PERIOD_MS = 1000;

/** The end of the host's log, which goes on as long as it is followed. */
export function LogTail(): JSX.Element {
  const [level, setLevel] = useState<Level>('info');
  const [isFollowed, setFollowed] = useState(true);
  const lines = useLines(level, isFollowed);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (isFollowed) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines, isFollowed]);
  return (
    <section class="log" aria-label="Log">
      <div class="log-head">
        <h2>Log</h2>
        <label>
          from level{' '}
          <select value={level} onChange={({ currentTarget }) => setLevel(currentTarget.value as Level)}>
            {LEVELS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={isFollowed}
            onChange={({ currentTarget }) => setFollowed(currentTarget.checked)}
          />{' '}
          follow
        </label>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ol ref={list} class="log-lines" tabIndex={0} aria-label="Lines of the log">
        {lines.records.map(({ number, time, level: own, plugin, text }) => (
          <li key={number} class={`log-${own}`}>
            <time>{new Date(time).toISOString().slice(11, 23)}</time> <b>{own}</b> {plugin ?? 'host'}: {text}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The lines of a level and above, asked for again and again while they are followed. */
function useLines(level: Level, isFollowed: boolean): LogLines {
  const [lines, setLines] = useState(NOTHING);
  const shown = useRef(lines);
  useEffect(() => {
    shown.current = NOTHING;
    setLines(NOTHING);
  }, [level]);
  useEffect(() => {
    if (!isFollowed) return;
    const ending = new AbortController();
    const { signal } = ending;
    const look = async (): Promise<void> => {
      try {
        const params = { lines: MAX_LINES, level, after: shown.current.last };
        const answer = await client.value?.call('log_tail', params, { signal });
        if (answer && !signal.aborted && Number(answer.last) !== shown.current.last) {
          shown.current = addLines(shown.current, answer as unknown as LogLines);
          setLines(shown.current);
        }
      } catch {
        // The header says that there is no connection; the next look is the next attempt.
      }
      if (!signal.aborted) setTimeout(() => void look(), PERIOD_MS);
    };
    void look();
    return () => ending.abort();
  }, [level, isFollowed]);
  return lines;
}
