import { constants } from 'node:buffer';
import { CodecError } from '../errors.ts';

/** A pickle that is made piece by piece, so that a big one is never copied as a whole. */
export interface PickleInPieces {
  readonly byteLength: number;
  /**
   * The bytes in order, in pieces of about 64 KiB or views on large parts of the sources. Every piece takes a
   * bounded time to make, so a caller may return to the event loop between any two.
   */
  chunks(): Iterable<Uint8Array>;
  /**
   * All in one.
   *
   * @throws CodecError `TOO_LARGE` for more bytes than a buffer holds.
   */
  toBuffer(): Buffer;
}

/** Pieces that add up to `byteLength`, with the way to join them. */
export function inPieces(byteLength: number, chunks: () => Iterable<Uint8Array>): PickleInPieces {
  return { byteLength, chunks, toBuffer: () => gather(chunks(), byteLength) };
}

function gather(pieces: Iterable<Uint8Array>, byteLength: number): Buffer {
  if (byteLength > constants.MAX_LENGTH) {
    const message = `The pickle has ${byteLength} bytes; a buffer holds ${constants.MAX_LENGTH}`;
    throw new CodecError('TOO_LARGE', message);
  }
  const all = Buffer.allocUnsafe(byteLength);
  let position = 0;
  for (const piece of pieces) {
    all.set(piece, position);
    position += piece.length;
  }
  return all;
}
