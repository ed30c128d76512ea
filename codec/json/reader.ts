import { isUtf8 } from 'node:buffer';
import { CodecError } from '../errors.ts';
import { BACKSLASH, QUOTE } from '../frame/ascii.ts';
import { readEscape, UNICODE_ESCAPE } from './escapes.ts';
import { NumberToken } from './number-token.ts';

const SHORT = 24;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads the tokens of JSON text (RFC 8259) from UTF-8 bytes, strictly. Numbers are given as text, so that `1.0` stays apart
 * from `1` and long integers stay exact.
 */
export class JsonReader {
  position = 0;
  readonly bytes: Buffer;
  readonly #number = new NumberToken();

  /** @throws CodecError `BAD_JSON` when the bytes are not UTF-8. */
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!isUtf8(this.bytes)) throw new CodecError('BAD_JSON', 'The JSON text is not UTF-8');
  }

  /** Skips white space; the byte that follows, or 0 at the end. */
  peek(): number {
    for (;;) {
      const byte = this.bytes[this.position] ?? 0;
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
    if (this.position < this.bytes.length) throw this.wrong('Unexpected text after the value');
  }

  /** Takes these bytes if they follow at once. */
  takeIf(expected: Uint8Array): boolean {
    const { bytes, position } = this;
    for (let i = 0; i < expected.length; i++) if (bytes[position + i] !== expected[i]) return false;
    this.position = position + expected.length;
    return true;
  }

  /** `true`, `false` or `null`. */
  word(): boolean | null {
    for (const [text, value] of WORDS) {
      if (this.bytes.toString('latin1', this.position, this.position + text.length) === text) {
        this.position += text.length;
        return value;
      }
    }
    throw this.wrong('Expected a value');
  }

  /** Whether the number read last has a point or an exponent. */
  get isFloat(): boolean {
    return this.#number.isFloat;
  }

  /** A number of few digits, read without making a text of it; `undefined`, and not read, for any other. */
  quickNumber(): number | undefined {
    const value = this.#number.quick(this.bytes, this.position);
    if (value !== undefined) this.position = this.#number.end;
    return value;
  }

  /** The text of a number. */
  number(): string {
    if (!this.#number.measure(this.bytes, this.position)) throw this.wrong('Malformed number');
    const from = this.position;
    this.position = this.#number.end;
    return this.bytes.toString('latin1', from, this.position);
  }

  /** A text, after `peek` has found its quote. */
  string(): string {
    const end = this.plainEnd();
    const from = this.position + 1;
    if (end >= 0) {
      this.position = end + 1;
      return end - from <= SHORT ? this.#short(from, end) : this.bytes.toString('utf8', from, end);
    }
    return this.#escaped(from);
  }

  /** Moves past a text, after `peek` has found its quote. */
  skipString(): void {
    const bytes = this.bytes;
    if (bytes[this.position] !== QUOTE) throw this.wrong('Expected a text');
    let end = bytes.indexOf(QUOTE, this.position + 1);
    while (end >= 0 && this.#backslashesBefore(end) % 2 === 1) end = bytes.indexOf(QUOTE, end + 1);
    if (end < 0) throw this.wrong('A text has no end');
    this.position = end + 1;
  }

  #backslashesBefore(end: number): number {
    let count = 0;
    while (this.bytes[end - 1 - count] === BACKSLASH) count++;
    return count;
  }

  /** Where the text that begins here ends, if no escape is in it; else -1. */
  plainEnd(): number {
    const bytes = this.bytes;
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
    return this.bytes.subarray(from, to);
  }

  wrong(message: string, at: number = this.position): CodecError {
    return new CodecError('BAD_JSON', message, at);
  }

  #short(from: number, to: number): string {
    const bytes = this.bytes;
    let text = '';
    for (let at = from; at < to; at++) {
      const code = bytes[at] as number;
      if (code > 0x7f) return bytes.toString('utf8', from, to);
      text += String.fromCharCode(code);
    }
    return text;
  }

  #escaped(start: number): string {
    const bytes = this.bytes;
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
      const escaped = readEscape(bytes, at + 1);
      if (escaped === undefined) throw this.wrong('A malformed escape stands in a text', at);
      parts.push(bytes.toString('utf8', from, at), escaped);
      at += bytes[at + 1] === UNICODE_ESCAPE ? 5 : 1;
      from = at + 1;
    }
    throw this.wrong('A text has no end', start);
  }
}
