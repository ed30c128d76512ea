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

/** Bytes of the longest line that is looked into: the digits of an integer, or a float, with what stands around them. */
export function longestLine(limits: PickleLimits): number {
  return Math.max(limits.maxIntegerBytes * 3, MAX_FLOAT_CHARACTERS) + 4;
}

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

/** The line may begin before what is in memory. */
function isQuoted({ bytes, lineBegin, operand, operandLength }: OpcodeReader): boolean {
  if (operandLength < 2 || bytes[operand + operandLength - 1] !== lineBegin) return false;
  return lineBegin === 0x22 || lineBegin === 0x27;
}

/**
 * Checks the operand of INT, LONG, FLOAT or STRING: the forms that picklers write, not all that Python reads.
 *
 * @throws CodecError `BAD_PICKLE`, or `TOO_LARGE` for an integer with more digits than the limit.
 */
export function checkTextOperand(reader: OpcodeReader, opcode: number, limits: PickleLimits): void {
  const { bytes, operand, operandLength, offset } = reader;
  if (opcode === Op.STRING) {
    if (!isQuoted(reader)) throw badPickle('The text of STRING is not quoted', offset);
  } else if (opcode === Op.FLOAT) {
    if (!isFloat(bytes, operand, operandLength)) throw badPickle('The text of FLOAT is no number', offset);
  } else {
    let end = operand + operandLength;
    if (opcode === Op.LONG && bytes[end - 1] === SUFFIX_L) end--;
    const from = bytes[operand] === MINUS ? operand + 1 : operand;
    if (end - from > limits.maxIntegerBytes * 3) {
      throw limitPassed('maxIntegerBytes', limits.maxIntegerBytes, offset);
    }
    if (!allDigits(bytes, from, end)) throw badPickle('The text of an integer is no number', offset);
  }
}

/**
 * The memo index that GET or PUT has as decimal text.
 *
 * @throws CodecError `BAD_PICKLE` when it is not digits alone (Python reads more; no pickler writes it).
 */
export function textIndex(reader: OpcodeReader): number {
  const { bytes, operand, operandLength, offset } = reader;
  if (operandLength > MAX_INDEX_DIGITS || !allDigits(bytes, operand, operand + operandLength)) {
    throw badPickle('A memo index is no number', offset);
  }
  let index = 0;
  for (let at = operand; at < operand + operandLength; at++)
    index = index * 10 + ((bytes[at] as number) - 0x30);
  return index;
}
