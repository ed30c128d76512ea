import type { Metadata } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { Button } from '../ui/button.tsx';
import { formatTime } from '../ui/format.ts';

/** What a conflict is given. */
export interface ConflictProps {
  readonly mine: string;
  readonly theirs: string;
  /** Of what is there now: who wrote it, and when. */
  readonly metadata: Metadata;
  /** Whether what was entered can be written. */
  readonly canWrite: boolean;
  readonly keepTheirs: () => void;
  readonly writeMine: () => void;
}

/** Somebody else has written what is being edited: shows both, and lets one be chosen. */
export function Conflict({
  mine,
  theirs,
  metadata,
  canWrite,
  keepTheirs,
  writeMine,
}: ConflictProps): JSX.Element {
  const { provider, modification_time: times } = metadata;
  return (
    <div class="conflict" role="alert">
      <p>
        <strong>{provider === '' ? 'Somebody' : provider}</strong> has changed it meanwhile
        {times.length > 0 && <>, at {formatTime(times.at(-1) ?? 0)}</>}.
      </p>
      <dl class="conflict-values">
        <dt>Theirs</dt>
        <dd>
          <pre>{theirs}</pre>
        </dd>
        <dt>Yours</dt>
        <dd>
          <pre>{mine}</pre>
        </dd>
      </dl>
      <div class="bar">
        <Button label="Keep theirs" onClick={keepTheirs} />
        <Button label="Write mine" kind="danger" disabled={!canWrite} onClick={writeMine} />
      </div>
    </div>
  );
}
