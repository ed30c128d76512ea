import type { HistoryEntry } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatTime } from '../../ui/format.ts';
import type { ViewProps } from '../value-view.tsx';
import { wayTo } from './travel.ts';

/** What was read. */
interface Found {
  readonly entries: readonly HistoryEntry[];
  /** The revision of the variable that they are of; nothing when it changed meanwhile. */
  readonly revision: number | undefined;
}

/** The revisions of a variable, newest first, each of which can be brought back. */
export function History({ name, metadata }: ViewProps): JSX.Element {
  const [found, setFound] = useState<Found>();
  const { revision } = metadata;
  useEffect(() => {
    const given = new AbortController();
    const { signal } = given;
    void run(async () => {
      const entries = await theClient().history(name, { signal });
      const { revision: after } = await theClient().metadata(name, { signal });
      // When it has changed, this page is yet to hear of it, and reads again.
      setFound({ entries, revision: after === revision ? revision : undefined });
    });
    return () => given.abort();
  }, [name, revision]);
  if (!found) return <p class="waiting">Reading…</p>;
  const restore = (index: number): void => {
    const way = wayTo(found.entries, index);
    if (!way || found.revision === undefined) return;
    const { direction, steps } = way;
    const { revision: ifRevision } = found;
    void run(() => theClient()[direction](name, { steps, ifRevision }));
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
