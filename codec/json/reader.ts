import { isUtf8 } from 'node:buffer';
import { CodecError } from '../errors.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SHORT = 24;
const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, text]) => [letter.charCodeAt(0), text],
  ),
);

/**
 * Reads the tokens of JSON text (RFC 8259) from UTF-8 bytes, strictly. Numbers are given as text, so that `1.0` stays apart
 * from `1` and long integers stay exact.
 */
export class JsonReader {
  position = 0;
  /** Whether the number read last has a point or an exponent. */
  isFloat = false;
  readonly #bytes: Buffer;

  /** @throws CodecError `BAD_JSON` when the bytes are not UTF-8. */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!isUtf8(this.#bytes)) throw new CodecError('BAD_JSON', 'The JSON text is not UTF-8');
  }

  /** Skips white space; the byte that follows, or 0 at the end. */
  peek(): number {
    for (;;) {
      const byte = this.#bytes[this.position] ?? 0;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.position++;
    }
  }

  /** Takes the byte that follows, which must be this one. */
  expect(character: string): void {
    if (this.peek() !== character.charCodeAt(0)) throw this.wrong(`Expected ${character}`);
    this.position++;
  }

  /** Takes the byte that follows if it is this one. */
  accept(character: string): boolean {
    if (this.peek() !== character.charCodeAt(0)) return false;
    this.position++;
    return true;
  }

  /** After the value: nothing but white space may follow. */
  end(): void {
    this.peek();
    if (this.position < this.#bytes.length) throw this.wrong('Unexpected text after the value');
  }

  /** `true`, `false` or `null`. */
  word(): boolean | null {
    for (const [text, value] of WORDS) {
      if (this.#bytes.toString('latin1', this.position, this.position + text.length) === text) {
        this.position += text.length;
        return value;
      }
    }
    throw this.wrong('Expected a value');
  }

  /** A whole number of at most 15 digits, read without making a text of it; `undefined`, and not read, for any other. */
  smallInteger(): number | undefined {
    const bytes = this.#bytes;
    let at = this.position;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const from = at;
    let value = 0;
    for (;;) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    const next = bytes[at] ?? 0;
    const digits = at - from;
    if (digits === 0 || digits > 15 || next === POINT || (next | 0x20) === 0x65) return undefined;
    if (digits > 1 && bytes[from] === ZERO) return undefined;
    this.position = at;
    return negative ? 0 - value : value;
  }

  number(): string {
    const bytes = this.#bytes;
    const from = this.position;
    if (bytes[this.position] === MINUS) this.position++;
    const leadingZero = bytes[this.position] === ZERO;
    const whole = this.#digits();
    if (whole === 0 || (leadingZero && whole > 1)) throw this.wrong('Malformed number');
    this.isFloat = false;
    if (bytes[this.position] === POINT) {
      this.position++;
      this.isFloat = true;
      if (this.#digits() === 0) throw this.wrong('Malformed number');
    }
    if (((bytes[this.position] as number) | 0x20) === 0x65) this.#exponent();
    return bytes.toString('latin1', from, this.position);
  }

  /** A text, after `peek` has found its quote. */
  string(): string {
    const end = this.plainEnd();
    const from = this.position + 1;
    if (end >= 0) {
      this.position = end + 1;
      return end - from <= SHORT ? this.#short(from, end) : this.#bytes.toString('utf8', from, end);
    }
    return this.#escaped(from);
  }

  /** Moves past a text, after `peek` has found its quote. */
  skipString(): void {
    const bytes = this.#bytes;
    if (bytes[this.position] !== QUOTE) throw this.wrong('Expected a text');
    let end = bytes.indexOf(QUOTE, this.position + 1);
    while (end >= 0 && this.#backslashesBefore(end) % 2 === 1) end = bytes.indexOf(QUOTE, end + 1);
    if (end < 0) throw this.wrong('A text has no end');
    this.position = end + 1;
  }

  /** Moves past a value, of which only the brackets and quotes are checked. */
  skipValue(): void {
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte === QUOTE) {
        this.skipString();
        continue;
      }
      if (byte === 0) throw this.wrong('A value has no end');
      if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) depth--;
      else if (depth === 0 && byte !== 0x2c) {
        this.#skipWord();
        return;
      }
      this.position++;
    } while (depth > 0);
  }

  #skipWord(): void {
    for (;;) {
      const byte = this.#bytes[this.position] ?? 0x2c;
      if (byte === 0x2c || byte === 0x5d || byte === 0x7d || byte <= 0x20) return;
      this.position++;
    }
  }

  #backslashesBefore(end: number): number {
    let count = 0;
    while (this.#bytes[end - 1 - count] === BACKSLASH) count++;
    return count;
  }

  /** Where the text that begins here ends, if no escape is in it; else -1. */
  plainEnd(): number {
    const bytes = this.#bytes;
    if (bytes[this.position] !== QUOTE) throw this.wrong('Expected a text');
    for (let at = this.position + 1; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) return at;
      if (byte === BACKSLASH) return -1;
      if (byte < 0x20) throw this.wrong('A control character stands in a text', at);
    }
    throw this.wrong('A text has no end');
  }

  /** Bytes of the document. */
  slice(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, to);
  }

  wrong(message: string, at: number = this.position): CodecError {
    return new CodecError('BAD_JSON', message, at);
  }

  #digits(): number {
    const from = this.position;
    for (;;) {
      const digit = (this.#bytes[this.position] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return this.position - from;
      this.position++;
    }
  }

  #exponent(): void {
    this.isFloat = true;
    this.position++;
    const sign = this.#bytes[this.position];
    if (sign === MINUS || sign === 0x2b) this.position++;
    if (this.#digits() === 0) throw this.wrong('Malformed number');
  }

  #short(from: number, to: number): string {
    const bytes = this.#bytes;
    let text = '';
    for (let at = from; at < to; at++) {
      const code = bytes[at] as number;
      if (code > 0x7f) return bytes.toString('utf8', from, to);
      text += String.fromCharCode(code);
    }
    return text;
  }

  #escaped(start: number): string {
    const bytes = this.#bytes;
    const parts: string[] = [];
    let from = start;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.position = at + 1;
        parts.push(bytes.toString('utf8', from, at));
        return parts.join('');
      }
      if (byte < 0x20) throw this.wrong('A control character stands in a text', at);
      if (byte !== BACKSLASH) continue;
      parts.push(bytes.toString('utf8', from, at), this.#escape(at + 1));
      at += bytes[at + 1] === 0x75 ? 5 : 1;
      from = at + 1;
    }
    throw this.wrong('A text has no end', start);
  }

  #escape(at: number): string {
    const letter = this.#bytes[at] ?? 0;
    if (letter === 0x75) {
      const digits = this.#bytes.toString('latin1', at + 1, at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.wrong('Malformed \\u escape', at);
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const text = ESCAPES.get(letter);
    if (text === undefined) throw this.wrong('Unknown escape', at);
    return text;
  }
}

const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
