import { asBuffer } from './ascii.ts';
import { escapeTerminator, terminatorPrefixAtEnd } from './terminator.ts';

/** Default size of a slice: 768 KiB, which give 1 MiB of text. */
export const DEFAULT_SLICE_BYTES = 768 * 1024;

/**
 * Encodes chunks of bytes, as if they were joined, as one base64 text (RFC 4648 §4, padded), in pieces of
 * about `sliceBytes` bytes each. The text is the inside of a JSON string, with every terminator in it escaped.
 */
export function* base64Text(
  chunks: Iterable<Uint8Array>,
  sliceBytes: number = DEFAULT_SLICE_BYTES,
): Generator<string> {
  let held = '';
  for (const encoded of encodedSlices(chunks, Math.max(3, sliceBytes - (sliceBytes % 3)))) {
    const text = held + encoded;
    const holding = terminatorPrefixAtEnd(text);
    held = text.slice(text.length - holding);
    yield escapeTerminator(text.slice(0, text.length - holding));
  }
  if (held !== '') yield held;
}

/** As {@link base64Text}, in Buffers. */
export function* base64Chunks(chunks: Iterable<Uint8Array>, sliceBytes?: number): Generator<Buffer> {
  for (const text of base64Text(chunks, sliceBytes)) {
    if (text !== '') yield Buffer.from(text, 'latin1');
  }
}

/** Base64 of whole groups of three bytes; the one or two bytes over are carried to the next chunk. */
export function* encodedSlices(chunks: Iterable<Uint8Array>, sliceBytes: number): Generator<string> {
  let carry: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    let bytes = asBuffer(chunk);
    if (carry.length > 0) {
      const missing = 3 - carry.length;
      carry = Buffer.concat([carry, bytes.subarray(0, missing)]);
      bytes = bytes.subarray(missing);
      if (carry.length < 3) continue;
      yield carry.toString('base64');
    }
    const whole = bytes.length - (bytes.length % 3);
    for (let at = 0; at < whole; at += sliceBytes) {
      yield bytes.toString('base64', at, Math.min(at + sliceBytes, whole));
    }
    carry = Buffer.from(bytes.subarray(whole));
  }
  if (carry.length > 0) yield carry.toString('base64');
}
