/** A `decimal.Decimal`, as the text that `str()` gives: digits, sign and exponent exact. */
export class PyDecimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A `fractions.Fraction`. */
export class PyFraction {
  readonly numerator: bigint;
  readonly denominator: bigint;

  constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator;
    this.denominator = denominator;
  }
}

/** A `uuid.UUID`. */
export class PyUuid {
  /** 36 characters, lower case, with hyphens; empty only while a pickle is being read. */
  text = '';

  /** From the 128-bit number that Python keeps. */
  static fromInteger(value: bigint): PyUuid {
    const uuid = new PyUuid();
    uuid.text = uuidText(value);
    return uuid;
  }
}

/** The usual 36 characters for a 128-bit number. */
export function uuidText(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
