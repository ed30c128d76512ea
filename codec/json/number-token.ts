import { decimalToDouble } from './decimal.ts';

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const LOWER_E = 0x65;
/** From here on a number has 15 digits, leading zeros not counted. */
const FULL_HEAD = 1e14;
const MOST_TAIL = 4;

/** A number in JSON text (RFC 8259 §6): where it ends, and what it is. */
export class NumberToken {
  /** Offset after the number; for `quick`, only when it gave a value. */
  end = 0;
  /** Whether it has a point or an exponent. */
  isFloat = false;

  /** The value of a number of at most 19 digits without an exponent; `undefined` for any other, well-formed or not. */
  quick(bytes: Uint8Array, from: number): number | undefined {
    const negative = bytes[from] === MINUS;
    const first = negative ? from + 1 : from;
    let head = 0;
    let at = first;
    let digit = (bytes[at] as number) - ZERO;
    while (digit >= 0 && digit <= 9 && head < FULL_HEAD) {
      head = head * 10 + digit;
      digit = (bytes[++at] as number) - ZERO;
    }
    const whole = at - first;
    if (whole === 0 || (whole > 1 && bytes[first] === ZERO)) return undefined;
    if (bytes[at] !== POINT) {
      if ((digit >= 0 && digit <= 9) || isExponent(bytes[at])) return undefined;
      this.end = at;
      this.isFloat = false;
      return negative ? 0 - head : head;
    }
    const point = at;
    digit = (bytes[++at] as number) - ZERO;
    while (digit >= 0 && digit <= 9 && head < FULL_HEAD) {
      head = head * 10 + digit;
      digit = (bytes[++at] as number) - ZERO;
    }
    const tailFrom = at;
    let tail = 0;
    while (digit >= 0 && digit <= 9 && at - tailFrom < MOST_TAIL) {
      tail = tail * 10 + digit;
      digit = (bytes[++at] as number) - ZERO;
    }
    if ((digit >= 0 && digit <= 9) || at === point + 1 || isExponent(bytes[at])) return undefined;
    const value = decimalToDouble(head, tail, at - tailFrom, at - point - 1);
    this.end = at;
    this.isFloat = true;
    return negative && value !== undefined ? -value : value;
  }

  /** Finds the end of a number; false when it is malformed. */
  measure(bytes: Uint8Array, from: number): boolean {
    const first = bytes[from] === MINUS ? from + 1 : from;
    let at = afterDigits(bytes, first);
    if (at === first || (at > first + 1 && bytes[first] === ZERO)) return false;
    this.isFloat = false;
    if (bytes[at] === POINT) {
      this.isFloat = true;
      const decimals = at + 1;
      at = afterDigits(bytes, decimals);
      if (at === decimals) return false;
    }
    if (isExponent(bytes[at])) {
      this.isFloat = true;
      const sign = bytes[at + 1];
      const exponent = sign === MINUS || sign === PLUS ? at + 2 : at + 1;
      at = afterDigits(bytes, exponent);
      if (at === exponent) return false;
    }
    this.end = at;
    return true;
  }
}

function isExponent(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) === LOWER_E;
}

function afterDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  let digit = (bytes[at] as number) - ZERO;
  while (digit >= 0 && digit <= 9) digit = (bytes[++at] as number) - ZERO;
  return at;
}
