import { ClientError } from 'headframe/client/browser';

/** What somebody can do about an error, by its code; codes that are not here speak for themselves. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['DISCONNECTED', 'The host is not there. It is tried again until it is back.'],
  ['TIMEOUT', 'The host did not answer in time. Look whether it was done before you try again.'],
  ['CONFLICT', 'Somebody else has changed it meanwhile. Look at the new value, then try again.'],
  ['LOCKED', 'Somebody has locked the variable. Wait until the lock ends.'],
  ['VETOED', 'A plugin does not allow this change.'],
  ['FORBIDDEN', 'This session may not do that. Open the page with a link of more rights.'],
  ['UNAUTHENTICATED', 'Open the page again by a new link: run "headframe open".'],
  ['RESERVED', 'This name belongs to a built-in type. Choose another one.'],
  ['BAD_NAME', 'A name is a Python identifier: letters, digits and _, not beginning with a digit.'],
  ['DUPLICATE', 'There is a variable of that name already. Choose another name, or delete it first.'],
  ['NOT_FOUND', 'It is not there any more. Deleted variables are in the recycle bin.'],
  ['TOO_LARGE', 'It is over a limit of the host. The limits are among the settings.'],
]);

/** An error as a person is told of it. */
export interface Told {
  readonly code: string;
  readonly message: string;
  /** What to do; nothing when there is no more to say than the message does. */
  readonly remedy: string | undefined;
}

/** What to tell of anything that was thrown. */
export function tell(error: unknown): Told {
  const code = error instanceof ClientError ? error.code : 'ERROR';
  const message = error instanceof Error ? error.message : String(error);
  return { code, message, remedy: REMEDIES.get(code) };
}
