import {
  asBuffer,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isSpace,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './ascii.ts';
import { FrameError } from './frame-error.ts';
import { DEFAULT_JSON_LIMITS, type JsonDocument, type JsonLimits, type JsonSpan } from './json-document.ts';
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
 * Checks that bytes are one JSON document (RFC 8259, strictly: no `NaN`, no byte order mark, valid UTF-8)
 * within limits, in steps of bounded work, so that a document of hundreds of MB need not hold up its
 * process. Builds no values. Lone surrogates written as escapes are allowed, as in `JSON.parse`.
 */
export class JsonChecker {
  readonly #bytes: Buffer;
  readonly #limits: JsonLimits;
  readonly #strings: StringChecker;
  readonly #numbers: NumberChecker;
  readonly #spans = new Map<number, JsonSpan>();
  readonly #starts: number[] = [];
  #at = 0;
  #keys = 0;
  #expected: Expected = 'value';
  #valueStart = 0;
  #inside: 'string' | 'key' | 'number' | undefined;

  constructor(bytes: Uint8Array, limits: Partial<JsonLimits> = {}) {
    this.#bytes = asBuffer(bytes);
    this.#limits = { ...DEFAULT_JSON_LIMITS, ...limits };
    this.#strings = new StringChecker(this.#bytes, bytes.length);
    this.#numbers = new NumberChecker(this.#bytes);
  }

  /** Bytes checked so far. */
  get position(): number {
    return this.#at;
  }

  /**
   * Checks about `maxBytes` more; true when the whole document was found good.
   *
   * @throws FrameError `BAD_JSON`, `TOO_DEEP` or `TOO_MANY_KEYS`, each with the place in bytes.
   */
  step(maxBytes: number): boolean {
    const stop = Math.min(this.#bytes.length, this.#at + Math.max(1, maxBytes));
    while (this.#at < stop) {
      if (this.#inside === 'number') this.#stepNumber(stop);
      else if (this.#inside !== undefined) this.#stepString(stop);
      else this.#takeToken(this.#bytes[this.#at] ?? 0);
    }
    if (this.#at < this.#bytes.length) return false;
    if (this.#inside === 'number') this.#endNumber();
    if (this.#inside !== undefined || this.#expected !== 'nothing')
      throw this.#bad('the document is not complete');
    return true;
  }

  /** The document, once `step` has given true. */
  get document(): JsonDocument {
    return { bytes: this.#bytes, end: this.#bytes.length, limits: this.#limits, spans: this.#spans };
  }

  #takeToken(byte: number): void {
    if (isSpace(byte)) this.#at += 1;
    else if (byte === QUOTE) this.#beginString();
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#open(byte);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#close(byte);
    else if (byte === COMMA) this.#takeComma();
    else if (byte === COLON) this.#takeColon();
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
        `JSON is nested deeper than ${this.#limits.maxDepth} at byte ${this.#at}`,
      );
    }
    this.#starts.push(this.#at);
    this.#expected = byte === OPEN_BRACE ? 'key-or-end' : 'value-or-end';
    this.#at += 1;
  }

  #close(byte: number): void {
    const start = this.#starts.pop();
    const matches = start !== undefined && this.#bytes[start] === byte - 2;
    const empty = byte === CLOSE_BRACE ? 'key-or-end' : 'value-or-end';
    if (!matches || (this.#expected !== 'comma-or-end' && this.#expected !== empty)) throw this.#bad();
    this.#at += 1;
    this.#endValue(start, false);
  }

  #takeComma(): void {
    if (this.#expected !== 'comma-or-end') throw this.#bad();
    this.#expected = this.#bytes[this.#starts.at(-1) ?? 0] === OPEN_BRACE ? 'key' : 'value';
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
    this.#valueStart = this.#at;
  }

  #endValue(start: number, hasEscapes: boolean): void {
    const depth = this.#starts.length;
    this.#expected = depth === 0 ? 'nothing' : 'comma-or-end';
    if (this.#at - start >= SPAN_BYTES && depth <= SPAN_DEPTH) {
      this.#spans.set(start, { end: this.#at, hasEscapes });
    }
  }

  #bad(what = 'unexpected character'): FrameError {
    return new FrameError('BAD_JSON', `${what} at byte ${this.#at}`);
  }
}
