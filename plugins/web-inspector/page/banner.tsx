import type { JSX } from 'preact';
import { failure, state } from './connection.ts';
import { tell } from './errors.ts';

/** Says what is the matter while there is no connection. */
export function Banner(): JSX.Element | null {
  const error = failure.value && tell(failure.value);
  if (state.value === 'connected') return null;
  if (state.value === 'connecting' && !error) return null;
  const isLost = state.value === 'lost';
  return (
    <div class="banner" role="alert">
      <strong>
        {isLost ? 'The connection is lost; the page shows what was last.' : 'There is no connection.'}
      </strong>{' '}
      {error && `${error.code}: ${error.message}. ${error.remedy ?? ''}`}
    </div>
  );
}
