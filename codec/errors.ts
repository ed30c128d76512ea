/** What can be wrong with bytes or values handed to the codec. */
export type CodecErrorCode =
  /** Not a whole, well-formed pickle: cut short, unknown opcode, stack, memo, length or frame broken. */
  | 'BAD_PICKLE'
  /** Well-formed so far, but beyond a limit that the caller set. */
  | 'TOO_LARGE'
  /** A pickle with out-of-band buffers (PEP 574), where the buffers are missing or cannot be passed on. */
  | 'NEEDS_BUFFERS'
  /** A pickle with persistent ids, which only the pickler's own program can resolve. */
  | 'NEEDS_PERSISTENT_ID'
  /** A value that the wanted form cannot express; the message names it. */
  | 'NOT_CONVERTIBLE'
  /** A file that is not of its kind, or a value that files of that kind do not hold. */
  | 'BAD_FILE'
  | 'BAD_JSON'
  | 'BAD_BASE64';

/**
 * The error that every function of the codec throws.
 *
 * The message says what is wrong and where; `offset`, when known, is the byte in the input that it is about.
 */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  readonly code: CodecErrorCode;
  /** Byte offset into the input, or `undefined` when the error is not about one place. */
  readonly offset: number | undefined;

  constructor(code: CodecErrorCode, message: string, offset?: number) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`);
    this.code = code;
    this.offset = offset;
  }
}

/** A `BAD_PICKLE` error about the byte at `offset`. */
export function badPickle(message: string, offset: number): CodecError {
  return new CodecError('BAD_PICKLE', message, offset);
}
