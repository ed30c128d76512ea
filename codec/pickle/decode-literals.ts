import { pyInt } from './values.ts';
import { ElidedText } from './values-elided.ts';

/** Bytes: enough for a preview of an array's elements, escaped or not. */
const BEGINNING = 1024;

/** The first characters; a character that the cut went through becomes U+FFFD. */
export function beginningOf(text: Uint8Array): ElidedText {
  return new ElidedText(Buffer.from(text.subarray(0, BEGINNING)).toString('utf8'), text.length);
}

export function integerFromBytes(bytes: Uint8Array): number | bigint {
  const { length } = bytes;
  if (length === 0) return 0;
  if (length <= 6) {
    let value = 0;
    for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[i] as number);
    return (bytes[length - 1] as number) >= 0x80 ? value - 256 ** length : value;
  }
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return pyInt(BigInt.asIntN(length * 8, unsigned));
}

export function floatFromText(text: string): number {
  const word = text.toLowerCase();
  if (word.endsWith('inf')) return word.startsWith('-') ? -Infinity : Infinity;
  return word.endsWith('nan') ? Number.NaN : Number(text);
}
