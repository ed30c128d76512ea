import type { HistoryEntry } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatTime } from '../../ui/format.ts';
import type { ViewProps } from '../value-view.tsx';
import { wayTo } from './travel.ts';

/** What was read, and of which revision of the variable. */
interface Found {
  readonly entries: readonly HistoryEntry[];
  readonly revision: number;
}

/** The revisions of a variable, newest first, each of which can be brought back. */
export function History({ name, metadata }: ViewProps): JSX.Element {
  const [found, setFound] = useState<Found>();
  const { revision } = metadata;
  useEffect(() => {
    const given = new AbortController();
    const { signal } = given;
    void run(async () => setFound({ entries: await theClient().history(name, { signal }), revision }));
    return () => given.abort();
  }, [name, revision]);
  if (!found) return <p class="waiting">Reading…</p>;
  const restore = (index: number): void => {
    const way = wayTo(found.entries, index);
    if (!way) return;
    const { direction, steps } = way;
    void run(() => theClient()[direction](name, { steps, ifRevision: found.revision }));
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
          {found.entries
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
                    <Button
                      label={`Restore revision ${entry.revision}`}
                      disabled={found.revision !== revision}
                      onClick={() => restore(index)}
                    >
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
