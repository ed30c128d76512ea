/**
 * The grammar of a JSON number (RFC 8259 §6) as a table: `NEXT[place * 256 + byte]` is the place after
 * `byte`, 0 when the number does not go on with it. A table, because documents of millions of numbers are
 * checked byte by byte.
 */
const BEGIN = 1;
const SIGN = 2;
const ZERO = 3;
const INTEGER = 4;
const POINT = 5;
const FRACTION = 6;
const EXPONENT = 7;
const EXPONENT_SIGN = 8;
const EXPONENT_DIGITS = 9;

const NEXT = new Uint8Array(10 * 256);
const RULES: ReadonlyArray<readonly [from: number[], bytes: string, to: number]> = [
  [[BEGIN], '-', SIGN],
  [[BEGIN, SIGN], '0', ZERO],
  [[BEGIN, SIGN], '123456789', INTEGER],
  [[INTEGER], '0123456789', INTEGER],
  [[ZERO, INTEGER], '.', POINT],
  [[POINT, FRACTION], '0123456789', FRACTION],
  [[ZERO, INTEGER, FRACTION], 'eE', EXPONENT],
  [[EXPONENT], '+-', EXPONENT_SIGN],
  [[EXPONENT, EXPONENT_SIGN, EXPONENT_DIGITS], '0123456789', EXPONENT_DIGITS],
];
for (const [places, bytes, to] of RULES) {
  for (const place of places) for (const byte of Buffer.from(bytes)) NEXT[place * 256 + byte] = to;
}

/** Walks one number of `bytes`, in steps. */
export class NumberChecker {
  #bytes: Uint8Array;
  #place = BEGIN;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Index of the next byte to look at: after `step` gave true, the first one behind the number. */
  get at(): number {
    return this.#at;
  }

  /** Whether what was walked so far is a whole number. */
  get isWhole(): boolean {
    const place = this.#place;
    return place === ZERO || place === INTEGER || place === FRACTION || place === EXPONENT_DIGITS;
  }

  /** Goes on with bytes that begin `by` bytes further on in the document. */
  slide(bytes: Uint8Array, by: number): void {
    this.#bytes = bytes;
    this.#at -= by;
  }

  /** Starts with the number whose first byte is at `at`. */
  begin(at: number): void {
    this.#place = BEGIN;
    this.#at = at;
  }

  /** Goes on to at most `stop`; true when the number does not go on with the byte it stopped at. */
  step(stop: number): boolean {
    const bytes = this.#bytes;
    let place = this.#place;
    let at = this.#at;
    let next = place;
    while (at < stop) {
      next = NEXT[place * 256 + (bytes[at] ?? 0)] ?? 0;
      if (next === 0) break;
      place = next;
      at += 1;
    }
    this.#place = place;
    this.#at = at;
    return next === 0;
  }
}
