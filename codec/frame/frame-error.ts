/**
 * Why bytes were refused:
 * - `PACKET_TOO_LARGE`: longer than the limit in bytes.
 * - `BAD_JSON`: not JSON (RFC 8259), or not UTF-8, or not the kind that was asked for.
 * - `BAD_BASE64`: not padded base64 of the standard alphabet (RFC 4648 §4).
 * - `TOO_DEEP`: arrays and objects nested deeper than the limit.
 * - `TOO_MANY_KEYS`: more object keys in a document, or elements in a list, than the limit.
 * - `TOO_LARGE`: a frame, its meta or its payload is longer than its limit in bytes.
 * - `BAD_FRAME`: a frame of an unknown kind.
 * - `BAD_META`: a frame's meta does not fit its operation and flags.
 */
export type FrameErrorCode =
  | 'PACKET_TOO_LARGE'
  | 'BAD_JSON'
  | 'BAD_BASE64'
  | 'TOO_DEEP'
  | 'TOO_MANY_KEYS'
  | 'TOO_LARGE'
  | 'BAD_FRAME'
  | 'BAD_META';

/** Bytes of a peer that break the rules of a dialect; `code` tells programs why, `message` people. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly code: FrameErrorCode;

  constructor(code: FrameErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
