import type { TextPacketReader } from '../../codec/frame/index.ts';
import { FrameError } from '../../codec/frame/index.ts';
import { fc } from '../property.ts';

/** `bytes` cut at `places` (taken modulo the length), in order; every chunk is memory of its own. */
export function cut(bytes: Uint8Array, places: readonly number[]): Buffer[] {
  const borders = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])];
  borders.sort((left, right) => left - right);
  return borders.slice(1).map((border, index) => Buffer.from(bytes.subarray(borders[index], border)));
}

/** `bytes` one by one. */
export function oneByOne(bytes: Uint8Array): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.from([byte]));
}

/** Places to cut at. */
export const places = fc.array(fc.nat(), { maxLength: 12 });

/**
 * What a reader gives for chunks that follow each other: texts, and codes of refusals in brackets. Each chunk
 * is overwritten after it was pushed, as a shared receive buffer would be.
 */
export function readAll(reader: TextPacketReader, chunks: readonly Buffer[]): string[] {
  return chunks
    .flatMap((chunk) => {
      const packets = reader.push(chunk);
      chunk.fill(0x21);
      return packets;
    })
    .map((packet) => (packet instanceof FrameError ? `[${packet.code}]` : packet.toString()));
}
