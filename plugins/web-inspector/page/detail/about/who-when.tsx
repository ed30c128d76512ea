import type { Metadata } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { formatTime } from '../../ui/format.ts';

/** Who wrote a variable last, when, and what its state is. */
export function WhoWhen({ metadata }: { readonly metadata: Metadata }): JSX.Element {
  const { provider, modification_time: times, revision, locked } = metadata;
  const time = times.at(-1);
  return (
    <p class="who-when">
      set by <strong>{provider === '' ? 'nobody named' : provider}</strong>
      {time !== undefined && (
        <>
          , <time dateTime={new Date(time * 1000).toISOString()}>{formatTime(time)}</time>
        </>
      )}
      , revision {revision}
      {locked && (
        <>
          , locked by <strong>{locked.holder}</strong> until {formatTime(locked.until)}
        </>
      )}
    </p>
  );
}
