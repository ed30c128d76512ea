import { badPickle } from '../errors.ts';
import { limitPassed, type PickleLimits } from './limits.ts';
import type { OpcodeReader } from './opcode-reader.ts';
import { Op } from './opcodes.ts';

const MINUS = 0x2d;
const SUFFIX_L = 0x4c;
const MAX_INDEX_DIGITS = 15;
/** What `repr` of a float is made of, `inf` and `nan` included. */
const FLOAT_CHARACTERS = new Set(Buffer.from('0123456789+-.einfa'));
const MAX_FLOAT_CHARACTERS = 1100;

function allDigits(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return false;
  }
  return to > from;
}

function isFloat(bytes: Uint8Array, from: number, length: number): boolean {
  if (length === 0 || length > MAX_FLOAT_CHARACTERS) return false;
  for (let at = from; at < from + length; at++) if (!FLOAT_CHARACTERS.has(bytes[at] as number)) return false;
  return true;
}

function isQuoted(text: Uint8Array): boolean {
  const quote = text[0];
  return text.length >= 2 && (quote === 0x22 || quote === 0x27) && text[text.length - 1] === quote;
}

/**
 * Checks the operand of INT, LONG, FLOAT or STRING: the forms that picklers write, not all that Python reads.
 *
 * @throws CodecError `BAD_PICKLE`, or `TOO_LARGE` for an integer with more digits than the limit.
 */
export function checkTextOperand(reader: OpcodeReader, opcode: number, limits: PickleLimits): void {
  const { bytes, operand, operandLength, start } = reader;
  if (opcode === Op.STRING) {
    if (!isQuoted(reader.payload())) throw badPickle('The text of STRING is not quoted', start);
  } else if (opcode === Op.FLOAT) {
    if (!isFloat(bytes, operand, operandLength)) throw badPickle('The text of FLOAT is no number', start);
  } else {
    let end = operand + operandLength;
    if (opcode === Op.LONG && bytes[end - 1] === SUFFIX_L) end--;
    const from = bytes[operand] === MINUS ? operand + 1 : operand;
    if (end - from > limits.maxIntegerBytes * 3) {
      throw limitPassed('maxIntegerBytes', limits.maxIntegerBytes, start);
    }
    if (!allDigits(bytes, from, end)) throw badPickle('The text of an integer is no number', start);
  }
}

/**
 * The memo index that GET or PUT has as decimal text.
 *
 * @throws CodecError `BAD_PICKLE` when it is not digits alone (Python reads more; no pickler writes it).
 */
export function textIndex(reader: OpcodeReader): number {
  const { bytes, operand, operandLength, start } = reader;
  if (operandLength > MAX_INDEX_DIGITS || !allDigits(bytes, operand, operand + operandLength)) {
    throw badPickle('A memo index is no number', start);
  }
  let index = 0;
  for (let at = operand; at < operand + operandLength; at++)
    index = index * 10 + ((bytes[at] as number) - 0x30);
  return index;
}
