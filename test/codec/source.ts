import type { ByteSource } from '../../codec/byte-window.ts';

/** Bytes that are read piece by piece. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    read: (into, position) => {
      const piece = bytes.subarray(position, position + into.length);
      if (piece.length < into.length) throw new RangeError(`${position} is too far on`);
      into.set(piece);
    },
  };
}
