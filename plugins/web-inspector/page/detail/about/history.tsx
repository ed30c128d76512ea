import type { HistoryEntry } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatTime } from '../../ui/format.ts';
import type { ViewProps } from '../value-view.tsx';
import { wayTo } from './travel.ts';

/** The revisions of a variable, newest first, each of which can be brought back. */
export function History({ name, metadata }: ViewProps): JSX.Element {
  const [history, setHistory] = useState<readonly HistoryEntry[]>();
  const { revision } = metadata;
  useEffect(() => {
    const given = new AbortController();
    void run(async () => setHistory(await theClient().history(name, { signal: given.signal })));
    return () => given.abort();
  }, [name, revision]);
  if (!history) return <p class="waiting">Reading…</p>;
  const restore = (index: number): void => {
    const way = wayTo(history, index);
    if (!way) return;
    const { direction, steps } = way;
    void run(() => theClient()[direction](name, { steps, ifRevision: revision }));
  };
  return (
    <div class="scrolled">
      <table class="facts" aria-label={`History of ${name}`}>
        <thead>
          <tr>
            <th scope="col">Revision</th>
            <th scope="col">Set by</th>
            <th scope="col">When</th>
            <th scope="col">Size</th>
            <th scope="col">Value</th>
            <th scope="col">
              <span class="unseen">Restore</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {history
            .map((entry, index) => (
              <tr key={entry.revision} aria-current={entry.current}>
                <td>{entry.revision}</td>
                <td>{entry.provider}</td>
                <td>{formatTime(entry.time)}</td>
                <td>{formatBytes(entry.size)}</td>
                <td class="preview-cell">{entry.preview}</td>
                <td>
                  {entry.current ? (
                    'current'
                  ) : (
                    <Button label={`Restore revision ${entry.revision}`} onClick={() => restore(index)}>
                      Restore
                    </Button>
                  )}
                </td>
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
      {metadata.history.dropped > 0 && (
        <p>{metadata.history.dropped} older revisions were dropped for want of room.</p>
      )}
    </div>
  );
}
