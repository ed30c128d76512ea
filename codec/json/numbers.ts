import { CodecError } from '../errors.ts';
import { PyFloat, pyInt } from '../pickle/values.ts';

/** Python refuses decimal integers of more digits than this; longer ones are written in base 16. */
export const MAX_DECIMAL_DIGITS = 4300;
const DECIMAL_LIMIT = 10n ** BigInt(MAX_DECIMAL_DIGITS);

/** A float as JSON text that keeps it a float; `undefined` for NaN and the infinities, which JSON lacks. */
export function floatText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** An integer in decimal; `undefined` when it is too long for that. */
export function integerText(value: bigint): string | undefined {
  return value < DECIMAL_LIMIT && value > -DECIMAL_LIMIT ? value.toString() : undefined;
}

/** The number that JSON text stands for: with a point or an exponent a float, else an integer, exact. */
export function numberFromText(text: string, isFloat: boolean): number | bigint | PyFloat {
  if (isFloat) {
    const value = Number(text);
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? new PyFloat(value) : value;
  }
  if (text.length <= 15) return Number(text) + 0;
  if (text.length > MAX_DECIMAL_DIGITS + 1) {
    throw new CodecError('TOO_LARGE', `An integer has more than ${MAX_DECIMAL_DIGITS} digits`);
  }
  return pyInt(BigInt(text));
}

/** `-ff` for -255. */
export function hexText(value: bigint): string {
  return value.toString(16);
}

/** The reverse of {@link hexText}; `undefined` when it is no such text. */
export function integerFromHex(text: string): number | bigint | undefined {
  const match = /^(-?)([0-9a-f]+)$/.exec(text);
  if (match === null) return undefined;
  const magnitude = BigInt(`0x${match[2]}`);
  return pyInt(match[1] === '-' ? -magnitude : magnitude);
}
