/** Powers of ten that a double holds exactly. */
const MOST_DECIMALS = 22;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: MOST_DECIMALS + 1 }, (_, power) => 10 ** power);
/** 2^27 + 1 cuts a double into two halves of 26 bits (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;
/** More than the relative error of what is computed here with twice a double's precision. */
const ERROR = 2 ** -98;

/**
 * The double nearest to (`head` * 10^`tailDigits` + `tail`) / 10^`decimals`, ties to even, as IEEE 754 and ECMAScript's
 * `Number()` have it; `undefined` in the rare case that the computation here cannot tell.
 *
 * The number is computed as a sum of two doubles (Dekker 1971), good to 2^-100 of it, and must round to the same double
 * from either end of its error.
 *
 * @param head an integer of at most 15 digits
 * @param tail an integer of `tailDigits` digits, at most 4
 * @param decimals at most 22, or there is no telling
 */
export function decimalToDouble(
  head: number,
  tail: number,
  tailDigits: number,
  decimals: number,
): number | undefined {
  if (decimals > MOST_DECIMALS) return undefined;
  const divisor = POWERS_OF_TEN[decimals] as number;
  if (tailDigits === 0) return head / divisor;
  const power = POWERS_OF_TEN[tailDigits] as number;
  const product = head * power;
  const low = productError(head, power, product) + tail;
  const sum = product + low;
  const rest = low - (sum - product);
  const quotient = sum / divisor;
  const back = quotient * divisor;
  const correction = (sum - back - productError(quotient, divisor, back) + rest) / divisor;
  const error = quotient * ERROR;
  const value = quotient + (correction + error);
  return value === quotient + (correction - error) ? value : undefined;
}

/** What the rounded `product` of two doubles lacks. */
function productError(one: number, other: number, product: number): number {
  const a = SPLITTER * one;
  const oneHigh = a - (a - one);
  const oneLow = one - oneHigh;
  const b = SPLITTER * other;
  const otherHigh = b - (b - other);
  const otherLow = other - otherHigh;
  return oneLow * otherLow - (product - oneHigh * otherHigh - oneLow * otherHigh - oneHigh * otherLow);
}
