import { BACKSLASH } from './ascii.ts';
import { FrameError } from './frame-error.ts';

const ESCAPE_CHARACTERS = 6;

/**
 * Reads the inside of a JSON string that holds base64, piece by piece, resolving the two escapes that such
 * text may be written with: `\/` and `\uXXXX` (RFC 8259 §7).
 */
export class Base64Text {
  readonly #bytes: Buffer;
  readonly #hasEscapes: boolean;
  #at = 0;

  constructor(bytes: Buffer, hasEscapes: boolean) {
    this.#bytes = bytes;
    this.#hasEscapes = hasEscapes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The next piece, from at least one and about `maxBytes` bytes. */
  next(maxBytes: number): string {
    const stop = Math.min(this.#bytes.length, this.#at + Math.max(1, maxBytes));
    if (this.#hasEscapes) return this.#resolve(stop);
    const piece = this.#bytes.toString('latin1', this.#at, stop);
    this.#at = stop;
    return piece;
  }

  #resolve(stop: number): string {
    let text = '';
    while (this.#at < stop) {
      const found = this.#bytes.subarray(this.#at, stop).indexOf(BACKSLASH);
      const end = found < 0 ? stop : this.#at + found;
      text += this.#bytes.toString('latin1', this.#at, end);
      this.#at = end;
      if (found >= 0) text += this.#takeEscape();
    }
    return text;
  }

  #takeEscape(): string {
    const written = this.#bytes.toString('latin1', this.#at, this.#at + ESCAPE_CHARACTERS);
    if (written.startsWith('\\/')) {
      this.#at += 2;
      return '/';
    }
    if (!/^\\u00[2-7][0-9a-fA-F]$/.test(written)) {
      throw new FrameError('BAD_BASE64', `base64 holds a foreign escape at character ${this.#at}`);
    }
    this.#at += ESCAPE_CHARACTERS;
    return String.fromCharCode(Number.parseInt(written.slice(2), 16));
  }
}
