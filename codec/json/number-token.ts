const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const LOWER_E = 0x65;
/** So many digits are exact in a double, and so is their quotient by a power of ten of as many, correctly rounded. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/** A number in JSON text (RFC 8259 §6): where it ends, and what it is. */
export class NumberToken {
  /** Offset after the number; for `quick`, only when it gave a value. */
  end = 0;
  /** Whether it has a point or an exponent. */
  isFloat = false;

  /** The value of a number of at most 15 digits without an exponent; `undefined` for any other, well-formed or not. */
  quick(bytes: Uint8Array, from: number): number | undefined {
    let at = from;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    let digit = (bytes[at] as number) - ZERO;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = (bytes[++at] as number) - ZERO;
    }
    const whole = at - first;
    if (whole === 0 || (whole > 1 && bytes[first] === ZERO)) return undefined;
    let decimals = 0;
    if (bytes[at] === POINT) {
      digit = (bytes[++at] as number) - ZERO;
      while (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        decimals++;
        digit = (bytes[++at] as number) - ZERO;
      }
      if (decimals === 0) return undefined;
    }
    if (whole + decimals > EXACT_DIGITS || ((bytes[at] as number) | 0x20) === LOWER_E) return undefined;
    this.end = at;
    this.isFloat = decimals > 0;
    if (decimals === 0) return negative ? 0 - value : value;
    value /= POWERS_OF_TEN[decimals] as number;
    return negative ? -value : value;
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
    if (((bytes[at] as number) | 0x20) === LOWER_E) {
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

function afterDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  let digit = (bytes[at] as number) - ZERO;
  while (digit >= 0 && digit <= 9) digit = (bytes[++at] as number) - ZERO;
  return at;
}
