import { isUtf8 } from 'node:buffer';
import { BACKSLASH, QUOTE } from './ascii.ts';
import { FrameError } from './frame-error.ts';

const LOW_BITS = 0x01010101;
const HIGH_BITS = 0x80808080;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const SPACES = 0x20202020;
const SPACE = 0x20;
const NEAR_BYTES = 64;
const isSimpleEscape = new Uint8Array(256);
for (const byte of Buffer.from('"\\/bfnrt')) isSimpleEscape[byte] = 1;

/**
 * Checks the inside of JSON strings (RFC 8259 §7 and UTF-8) and finds their ends, in steps of bounded work.
 * One for a document; `begin` starts a string.
 */
export class StringChecker {
  #bytes: Buffer;
  /** Where `#bytes` begin in the document. */
  #base = 0;
  #words: Int32Array | undefined;
  #at = 0;
  #uncheckedUtf8 = -1;
  #hasEscapes = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Index of the next byte to look at; after a string was closed, the one after its quote. */
  get at(): number {
    return this.#at;
  }

  /** Index of the first byte that is still needed. */
  get needed(): number {
    return this.#uncheckedUtf8 < 0 ? this.#at : Math.min(this.#uncheckedUtf8, this.#at);
  }

  /** Goes on with bytes in the same memory, which begin `by` bytes further on in the document. */
  slide(bytes: Buffer, by: number): void {
    this.#bytes = bytes;
    this.#base += by;
    this.#at -= by;
    if (this.#uncheckedUtf8 >= 0) this.#uncheckedUtf8 -= by;
  }

  /** Whether the string, as far as it was looked at, holds a backslash. */
  get hasEscapes(): boolean {
    return this.#hasEscapes;
  }

  /** Starts with the string whose inside begins at `at`. */
  begin(at: number): void {
    this.#at = at;
    this.#uncheckedUtf8 = -1;
    this.#hasEscapes = false;
  }

  /**
   * Goes on to about `stop`; true when the string was closed.
   *
   * @throws FrameError `BAD_JSON` at a control character, a bad escape or invalid UTF-8.
   */
  step(stop: number): boolean {
    const bytes = this.#bytes;
    while (this.#at < stop) {
      const at = this.#skipOrdinary(stop);
      this.#at = at;
      if (at >= stop) break;
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#checkUtf8(at);
        this.#at += 1;
        return true;
      }
      if (byte !== BACKSLASH)
        throw new FrameError('BAD_JSON', `control character in a string at byte ${this.#base + at}`);
      this.#takeEscape();
    }
    if (this.#at < this.#bytes.length) this.#checkUtf8(this.#characterStart(this.#at));
    return false;
  }

  /** Index of the next quote, backslash or control character, or `stop`. */
  #skipOrdinary(stop: number): number {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < stop) {
      const near = Math.min(at + NEAR_BYTES - ((bytes.byteOffset + at) & 3), stop);
      while (at < near) {
        const byte = bytes[at] ?? 0;
        if (byte === QUOTE || byte === BACKSLASH || byte < SPACE) return at;
        if (byte >= 0x80 && this.#uncheckedUtf8 < 0) this.#uncheckedUtf8 = at;
        at += 1;
      }
      if (at < stop) at = this.#skipPlainWords(at, stop);
    }
    return at;
  }

  #takeEscape(): void {
    const bytes = this.#bytes;
    const at = this.#at;
    this.#hasEscapes = true;
    const kind = bytes[at + 1] ?? 0;
    let length = 2;
    if (kind === 0x75) {
      length = 6;
      for (let index = at + 2; index < at + 6; index += 1) {
        if (!isHexDigit(bytes[index] ?? 0))
          throw new FrameError('BAD_JSON', `bad escape in a string at byte ${this.#base + at}`);
      }
    } else if (isSimpleEscape[kind] !== 1) {
      throw new FrameError('BAD_JSON', `bad escape in a string at byte ${this.#base + at}`);
    }
    if (at + length > this.#bytes.length)
      throw new FrameError('BAD_JSON', 'the document ends inside a string');
    this.#at = at + length;
  }

  /** Skips words of four bytes that hold only plain ASCII, from the border of a word on. */
  #skipPlainWords(from: number, stop: number): number {
    const bytes = this.#bytes;
    const base = bytes.byteOffset;
    this.#words ??= new Int32Array(bytes.buffer, 0, Math.floor(bytes.buffer.byteLength / 4));
    const words = this.#words;
    const last = Math.floor((base + stop) / 4);
    let word = (base + from) / 4;
    while (word < last) {
      const four = words[word] ?? 0;
      const special =
        four | (four - SPACES) | ((four ^ QUOTES) - LOW_BITS) | ((four ^ BACKSLASHES) - LOW_BITS);
      if ((special & HIGH_BITS) !== 0) break;
      word += 1;
    }
    return word * 4 - base;
  }

  /** `at`, or where the character begins whose middle it is in. */
  #characterStart(at: number): number {
    let start = at;
    while (start > at - 4 && ((this.#bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
    return start;
  }

  #checkUtf8(end: number): void {
    const from = this.#uncheckedUtf8;
    if (from < 0 || from >= end) return;
    if (!isUtf8(this.#bytes.subarray(from, end))) {
      throw new FrameError('BAD_JSON', `invalid UTF-8 in the string at byte ${this.#base + from}`);
    }
    this.#uncheckedUtf8 = end < this.#at ? end : -1;
  }
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
