import { codeOf } from 'headframe';
import { HttpError } from 'headframe/codec';

const STATUSES: ReadonlyMap<string, number> = new Map([
  ['FORBIDDEN', 403],
  ['HTTP_REFUSED', 403],
  ['NOT_REMOTE', 403],
  ['REMOTE_TEXT_REFUSED', 403],
  ['UNAUTHENTICATED', 403],
  ['NOT_FOUND', 404],
  ['UNKNOWN_METHOD', 404],
  ['UNKNOWN_PLUGIN', 404],
  ['CONFLICT', 409],
  ['LOCKED', 409],
  ['RESERVED', 409],
  ['VETOED', 409],
  ['TOO_LARGE', 413],
  ['TOO_MANY', 413],
  ['DISK_FULL', 500],
  ['INTERNAL', 500],
  ['IO_FAILED', 500],
  ['STORAGE_FAILED', 500],
  ['PLUGIN_INACTIVE', 503],
  ['TIMEOUT', 504],
]);

/** The status (RFC 9110 §15) that tells of an error. PyMiner's clients throw it away. */
export function statusOf(error: unknown): number {
  if (error instanceof HttpError) return error.status;
  return STATUSES.get(codeOf(error)) ?? 400;
}
