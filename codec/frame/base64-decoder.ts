import { asBuffer } from './ascii.ts';
import { Base64Text } from './base64-text.ts';
import { FrameError } from './frame-error.ts';

const SLICE_BYTES = 1024 * 1024;

export interface Base64Options {
  /** Whether the text holds JSON escapes, as `JsonSlice.rawText` tells. */
  readonly hasEscapes?: boolean;
}

/**
 * Decodes base64 (RFC 4648 §4) that stands as text in a packet, slice by slice into one destination, so that
 * a value of 100 MB neither becomes one string nor holds up the process.
 *
 * Strict: the standard alphabet, padded, nothing in between (Python's `b64decode` discards what is foreign).
 * Unused bits of the last character need not be zero.
 */
export class Base64Decoder {
  readonly #text: Base64Text;
  readonly #target: Buffer;
  #carry = '';
  #length = 0;
  #done = false;

  /**
   * @param text the text's bytes, without quotes. They must not change while decoding goes on.
   * @throws FrameError `BAD_BASE64` when the length shows that it cannot be base64.
   */
  constructor(text: Uint8Array, options: Base64Options = {}) {
    const bytes = asBuffer(text);
    const hasEscapes = options.hasEscapes ?? false;
    if (!hasEscapes && bytes.length % 4 !== 0) throw badLength();
    this.#text = new Base64Text(bytes, hasEscapes);
    const padding = hasEscapes ? 0 : paddingOf(bytes.toString('latin1', Math.max(0, bytes.length - 2)));
    this.#target = Buffer.allocUnsafe(Math.ceil((bytes.length / 4) * 3) - padding);
  }

  /**
   * Decodes about `maxBytes` bytes of text more; true when all is decoded.
   *
   * @throws FrameError `BAD_BASE64`.
   */
  step(maxBytes: number): boolean {
    if (this.#done) return true;
    const text = this.#carry + this.#text.next(Math.max(4, Math.floor(maxBytes / 4) * 4));
    this.#done = this.#text.isAtEnd;
    const usable = this.#done ? text.length : text.length - (text.length % 4);
    if (usable % 4 !== 0) throw badLength();
    this.#carry = text.slice(usable);
    this.#write(text.slice(0, usable));
    return this.#done;
  }

  /** What was decoded so far: all of it once `step` has given true. */
  get result(): Buffer {
    return this.#target.subarray(0, this.#length);
  }

  #write(text: string): void {
    const expected = (text.length / 4) * 3 - (this.#done ? paddingOf(text) : 0);
    // Node's decoder leaves out foreign characters, which shows in the length, but also takes RFC 4648 §5.
    const written = this.#target.write(text, this.#length, 'base64');
    if (written !== expected || text.includes('-') || text.includes('_')) {
      throw new FrameError('BAD_BASE64', 'base64 holds a character that is not of its alphabet');
    }
    this.#length += written;
  }
}

/**
 * The bytes that base64 text stands for, all at once: for values of up to some MB. See {@link Base64Decoder}.
 *
 * @throws FrameError `BAD_BASE64`.
 */
export function decodeBase64(text: Uint8Array, options?: Base64Options): Buffer {
  const decoder = new Base64Decoder(text, options);
  let done = false;
  while (!done) done = decoder.step(SLICE_BYTES);
  return decoder.result;
}

function paddingOf(text: string): number {
  if (!text.endsWith('=')) return 0;
  return text.endsWith('==') ? 2 : 1;
}

function badLength(): FrameError {
  return new FrameError('BAD_BASE64', 'base64 is not padded to a multiple of four characters');
}
