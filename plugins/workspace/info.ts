import { workspaceError } from './errors.ts';
import type { Variable } from './variable.ts';

/** Keys to set in a variable's `info`, JSON values; `null` takes a key away. */
export type InfoUpdate = Readonly<Record<string, unknown>>;

/** Bytes that a variable's free keys may take together, as JSON. */
export const MAX_INFO_BYTES = 16 * 1024;

/** A variable's free keys after an update. Throws `BAD_VALUE`, `TOO_LARGE`; changes nothing itself. */
export function updatedInfo(variable: Variable | undefined, update: InfoUpdate): Map<string, unknown> {
  const info = new Map(variable?.info);
  for (const [key, value] of Object.entries(asJson(update))) {
    if (value === null) info.delete(key);
    else info.set(key, value);
  }
  if (Buffer.byteLength(JSON.stringify([...info])) > MAX_INFO_BYTES) {
    throw workspaceError('TOO_LARGE', `the info of a variable takes ${MAX_INFO_BYTES} bytes at most`);
  }
  return info;
}

/** A copy, so that later changes of the caller's object do not reach the store. */
function asJson(update: InfoUpdate): Record<string, unknown> {
  try {
    return JSON.parse(JSON.stringify(update));
  } catch (error) {
    throw workspaceError('BAD_VALUE', `info takes JSON values alone: ${String(error)}`);
  }
}

/** Whether two sets of free keys are the same. */
export function sameInfo(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return JSON.stringify([...a]) === JSON.stringify([...b]);
}
