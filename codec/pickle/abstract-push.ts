import { type AbstractValue, Known, type TextValue } from './abstract-value.ts';
import type { OpcodeReader } from './opcode-reader.ts';
import { Op } from './opcodes.ts';

/** Module and attribute names are kept up to this many bytes. */
const MAX_NAME_BYTES = 128;
const BACKSLASH = 0x5c;

/** By opcode byte: the shared value of opcodes that push a value whose content does not matter. */
const SHARED: (AbstractValue | undefined)[] = new Array(256).fill(undefined);
for (const [value, opcodes] of [
  [Known.NONE, [Op.NONE]],
  [Known.BOOL, [Op.NEWTRUE, Op.NEWFALSE]],
  [Known.INT, [Op.BININT, Op.BININT1, Op.BININT2, Op.LONG, Op.LONG1, Op.LONG4]],
  [Known.FLOAT, [Op.FLOAT, Op.BINFLOAT]],
  [Known.BYTES, [Op.SHORT_BINBYTES, Op.BINBYTES, Op.BINBYTES8]],
  [Known.BYTEARRAY, [Op.BYTEARRAY8]],
  // Python 2's str: text or bytes, as the reader says.
  [Known.TEXT, [Op.STRING, Op.BINSTRING, Op.SHORT_BINSTRING]],
  [Known.LIST, [Op.EMPTY_LIST]],
  [Known.DICT, [Op.EMPTY_DICT]],
  [Known.SET, [Op.EMPTY_SET]],
  [{ type: 'tuple', length: 0, items: [], depth: 0 }, [Op.EMPTY_TUPLE]],
] as const) {
  for (const opcode of opcodes) SHARED[opcode] = value;
}

/** The value that the opcode just read pushes by itself, or `undefined` when it does anything else. */
export function pushedValue(reader: OpcodeReader, opcode: number): AbstractValue | undefined {
  const shared = SHARED[opcode];
  if (shared) return shared;
  switch (opcode) {
    case Op.SHORT_BINUNICODE:
    case Op.BINUNICODE:
    case Op.BINUNICODE8:
      return shortText(reader);
    case Op.UNICODE:
      return reader.operandLength <= MAX_NAME_BYTES && reader.payload().includes(BACKSLASH)
        ? Known.TEXT
        : shortText(reader);
    case Op.INT:
      return isBoolean(reader) ? Known.BOOL : Known.INT;
    default:
      return undefined;
  }
}

function shortText(reader: OpcodeReader): TextValue {
  const { bytes, operand, operandLength } = reader;
  if (operandLength > MAX_NAME_BYTES) return Known.TEXT;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + operand, operandLength);
  return { type: 'text', text: view.toString('utf8') };
}

/** Protocol 0 and 1 write False and True as the integers 00 and 01. */
function isBoolean({ bytes, operand, operandLength }: OpcodeReader): boolean {
  return operandLength === 2 && bytes[operand] === 0x30 && ((bytes[operand + 1] as number) & 0xfe) === 0x30;
}
