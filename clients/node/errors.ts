/**
 * Codes that the client itself gives; all others are the host's (docs/reference/errors.md).
 *
 * - `DISCONNECTED`: no host could be reached, or the connection ended before the answer came.
 * - `TIMEOUT`: no answer within the time-out. What was asked may have been done.
 * - `ABORTED`: the caller's `AbortSignal` fired. What was asked may have been done.
 * - `CLOSED`: the client has been closed.
 * - `PROTOCOL`: what answered does not speak the framed dialect as it should.
 * - `TOO_MANY`: more requests are open than the client keeps.
 * - `BAD_ADDRESS`: an address, or the file that tells it, cannot be read.
 */
export type ClientErrorCode =
  | 'DISCONNECTED'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'CLOSED'
  | 'PROTOCOL'
  | 'TOO_MANY'
  | 'BAD_ADDRESS';

/** Particulars of a {@link ClientError}. */
export interface ClientErrorOptions {
  readonly cause?: unknown;
  /** What the host says beside the message, as the two revisions of a `CONFLICT`. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The error of every method of the client: the host's code and message, or one of {@link ClientErrorCode}. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, { cause, data = {} }: ClientErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data;
  }
}

/** A client's own error. */
export function clientError(code: ClientErrorCode, message: string, cause?: unknown): ClientError {
  return new ClientError(code, message, { cause });
}

/** Any thrown value as a {@link ClientError}: one with a text `code` keeps it, others become `PROTOCOL`. */
export function asClientError(error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return new ClientError(typeof code === 'string' ? code : 'PROTOCOL', message, { cause: error });
}
