import * as ascii from './ascii.ts';
import { FrameError } from './frame-error.ts';
import type { JsonLimits, JsonSpan } from './json-document.ts';
import { NumberChecker } from './number-checker.ts';
import { StringChecker } from './string-checker.ts';

const SPAN_BYTES = 1024;
const SPAN_DEPTH = 4;
const LITERALS = new Map([
  [0x74, 'true'],
  [0x66, 'false'],
  [0x6e, 'null'],
]);

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/**
 * The grammar of one JSON document (RFC 8259), over bytes that are in memory as a whole, or over a stretch of them
 * that moves on. Who runs it says how far.
 */
export class JsonMachine {
  #bytes: Buffer;
  /** Where `#bytes` begin in the document. */
  #base = 0;
  readonly #limits: JsonLimits;
  readonly #spans: Map<number, JsonSpan> | undefined;
  readonly #strings: StringChecker;
  readonly #numbers: NumberChecker;
  /** The arrays and objects that are open: where they begin, and with which bracket. */
  readonly #starts: number[] = [];
  readonly #brackets: number[] = [];
  #at = 0;
  #keys = 0;
  #expected: Expected = 'value';
  #valueStart = 0;
  #inside: 'string' | 'key' | 'number' | undefined;

  /** `spans`: where long values are noted. */
  constructor(bytes: Buffer, limits: JsonLimits, spans?: Map<number, JsonSpan>) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#spans = spans;
    this.#strings = new StringChecker(bytes);
    this.#numbers = new NumberChecker(bytes);
  }

  /** Index of the next byte to look at. */
  get at(): number {
    return this.#at;
  }

  /** Index of the first byte that is still needed: within a text, the begin of the character there. */
  get needed(): number {
    return this.#inside === 'string' || this.#inside === 'key' ? this.#strings.needed : this.#at;
  }

  /**
   * Goes on to `stop`, or to the end of what begins before it: at most 5 bytes behind, which are there unless the
   * document ends.
   *
   * @throws FrameError `BAD_JSON`, `TOO_DEEP` or `TOO_MANY_KEYS`, each with the place in bytes.
   */
  run(stop: number): void {
    while (this.#at < stop) {
      if (this.#inside === 'number') this.#stepNumber(stop);
      else if (this.#inside !== undefined) this.#stepString(stop);
      else this.#takeToken(this.#bytes[this.#at] ?? 0);
    }
  }

  /** Goes on with bytes that begin `by` bytes further on in the document. */
  slide(bytes: Buffer, by: number): void {
    this.#bytes = bytes;
    this.#base += by;
    this.#at -= by;
    this.#strings.slide(bytes, by);
    this.#numbers.slide(bytes, by);
  }

  /** There are no more bytes. Throws `BAD_JSON` when the document is not complete. */
  finish(): void {
    if (this.#inside === 'number') this.#endNumber();
    if (this.#inside !== undefined || this.#expected !== 'nothing')
      throw this.#bad('the document is not complete');
  }

  #takeToken(byte: number): void {
    if (ascii.isSpace(byte)) this.#at += 1;
    else if (byte === ascii.QUOTE) this.#beginString();
    else if (byte === ascii.OPEN_BRACE || byte === ascii.OPEN_BRACKET) this.#open(byte);
    else if (byte === ascii.CLOSE_BRACE || byte === ascii.CLOSE_BRACKET) this.#close(byte);
    else if (byte === ascii.COMMA) this.#takeComma();
    else if (byte === ascii.COLON) this.#takeColon();
    else this.#beginScalar(byte);
  }

  #beginString(): void {
    if (this.#expected === 'key' || this.#expected === 'key-or-end') {
      this.#keys += 1;
      if (this.#keys > this.#limits.maxKeys) {
        throw new FrameError('TOO_MANY_KEYS', `JSON has more than ${this.#limits.maxKeys} keys`);
      }
      this.#inside = 'key';
    } else {
      this.#beginValue();
      this.#inside = 'string';
    }
    this.#at += 1;
    this.#strings.begin(this.#at);
  }

  #stepString(stop: number): void {
    const closed = this.#strings.step(stop);
    this.#at = this.#strings.at;
    if (!closed) return;
    if (this.#inside === 'key') this.#expected = 'colon';
    else this.#endValue(this.#valueStart, this.#strings.hasEscapes);
    this.#inside = undefined;
  }

  #open(byte: number): void {
    this.#beginValue();
    if (this.#starts.length >= this.#limits.maxDepth) {
      throw new FrameError(
        'TOO_DEEP',
        `JSON is nested deeper than ${this.#limits.maxDepth} at byte ${this.#base + this.#at}`,
      );
    }
    this.#starts.push(this.#base + this.#at);
    this.#brackets.push(byte);
    this.#expected = byte === ascii.OPEN_BRACE ? 'key-or-end' : 'value-or-end';
    this.#at += 1;
  }

  #close(byte: number): void {
    const start = this.#starts.pop();
    const matches = start !== undefined && this.#brackets.pop() === byte - 2;
    const empty = byte === ascii.CLOSE_BRACE ? 'key-or-end' : 'value-or-end';
    if (!matches || (this.#expected !== 'comma-or-end' && this.#expected !== empty)) throw this.#bad();
    this.#at += 1;
    this.#endValue(start, false);
  }

  #takeComma(): void {
    if (this.#expected !== 'comma-or-end') throw this.#bad();
    this.#expected = this.#brackets.at(-1) === ascii.OPEN_BRACE ? 'key' : 'value';
    this.#at += 1;
  }

  #takeColon(): void {
    if (this.#expected !== 'colon') throw this.#bad();
    this.#expected = 'value';
    this.#at += 1;
  }

  #beginScalar(byte: number): void {
    this.#beginValue();
    const literal = LITERALS.get(byte);
    if (literal !== undefined) {
      if (this.#bytes.toString('latin1', this.#at, this.#at + literal.length) !== literal) throw this.#bad();
      this.#at += literal.length;
      this.#endValue(this.#valueStart, false);
      return;
    }
    this.#numbers.begin(this.#at);
    this.#inside = 'number';
  }

  #stepNumber(stop: number): void {
    const over = this.#numbers.step(stop);
    this.#at = this.#numbers.at;
    if (over) this.#endNumber();
  }

  #endNumber(): void {
    if (!this.#numbers.isWhole) throw this.#bad();
    this.#inside = undefined;
    this.#endValue(this.#valueStart, false);
  }

  #beginValue(): void {
    if (this.#expected !== 'value' && this.#expected !== 'value-or-end') throw this.#bad();
    this.#valueStart = this.#base + this.#at;
  }

  #endValue(start: number, hasEscapes: boolean): void {
    const depth = this.#starts.length;
    this.#expected = depth === 0 ? 'nothing' : 'comma-or-end';
    const end = this.#base + this.#at;
    if (end - start >= SPAN_BYTES && depth <= SPAN_DEPTH) this.#spans?.set(start, { end, hasEscapes });
  }

  #bad(what = 'unexpected character'): FrameError {
    return new FrameError('BAD_JSON', `${what} at byte ${this.#base + this.#at}`);
  }
}
