import { CodecError, type CodecErrorCode } from 'headframe/codec';
import type { Failure } from './job.ts';

/** An error as it leaves the thread. Codes go along where they are the codec's or the workspace's own. */
export function toFailure(error: unknown): Failure {
  const { name, message = String(error), code = '', data = {} } = error as Partial<Failure & Error>;
  if (error instanceof CodecError) return { origin: 'codec', code, message, data };
  // The workspace's class is that of the host's door, which a thread that only converts does without.
  return { origin: name === 'HeadframeError' ? 'workspace' : 'thread', code, message, data };
}

/** The error that left the thread; `coded` makes those of the workspace. */
export function toError(
  { origin, code, message, data }: Failure,
  coded: (code: string, message: string, data: Failure['data']) => Error,
): Error {
  if (origin === 'codec') return new CodecError(code as CodecErrorCode, message);
  return origin === 'workspace' ? coded(code, message, data) : new Error(message);
}
