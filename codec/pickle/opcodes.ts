/**
 * The opcodes of pickle protocols 0 to 5: their codes, operands and effects on the stack.
 *
 * Source: the opcode list in CPython's `Lib/pickletools.py`, PEP 307 (protocol 2), PEP 3154 (4), PEP 574 (5).
 */

/** Opcode bytes by name. */
export const Op = {
  // Numbers, None and booleans
  NONE: 0x4e,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  INT: 0x49,
  BININT: 0x4a,
  BININT1: 0x4b,
  BININT2: 0x4d,
  LONG: 0x4c,
  LONG1: 0x8a,
  LONG4: 0x8b,
  FLOAT: 0x46,
  BINFLOAT: 0x47,
  // Text and bytes
  STRING: 0x53,
  BINSTRING: 0x54,
  SHORT_BINSTRING: 0x55,
  UNICODE: 0x56,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE: 0x58,
  BINUNICODE8: 0x8d,
  SHORT_BINBYTES: 0x43,
  BINBYTES: 0x42,
  BINBYTES8: 0x8e,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
  // Containers
  EMPTY_LIST: 0x5d,
  LIST: 0x6c,
  APPEND: 0x61,
  APPENDS: 0x65,
  EMPTY_TUPLE: 0x29,
  TUPLE: 0x74,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  EMPTY_DICT: 0x7d,
  DICT: 0x64,
  SETITEM: 0x73,
  SETITEMS: 0x75,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  // Stack
  MARK: 0x28,
  POP: 0x30,
  POP_MARK: 0x31,
  DUP: 0x32,
  // Memo
  GET: 0x67,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  MEMOIZE: 0x94,
  // Imports, calls and objects
  GLOBAL: 0x63,
  STACK_GLOBAL: 0x93,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  REDUCE: 0x52,
  BUILD: 0x62,
  INST: 0x69,
  OBJ: 0x6f,
  NEWOBJ: 0x81,
  NEWOBJ_EX: 0x92,
  PERSID: 0x50,
  BINPERSID: 0x51,
  // The machine
  PROTO: 0x80,
  FRAME: 0x95,
  STOP: 0x2e,
} as const;

export type OpcodeName = keyof typeof Op;

/** How an operand is laid out. Values up to 8 are its fixed size in bytes. All numbers are little-endian. */
export const Operand = {
  NONE: 0,
  /** A length of 1, 4 or 8 bytes, then that many bytes. */
  LENGTH_1: 17,
  LENGTH_4: 20,
  LENGTH_8: 24,
  /** A signed length of 4 bytes, which may not be negative. */
  LENGTH_4_SIGNED: 21,
  /** Text up to a line feed. */
  LINE: 32,
  TWO_LINES: 33,
  /** Not an opcode. */
  UNKNOWN: 255,
} as const;

/** [name, first protocol that has it, operand, objects taken, objects given, takes all down to the topmost mark] */
type Row = readonly [OpcodeName, number, number, number, number, boolean];

const rows: readonly Row[] = [
  ['NONE', 0, Operand.NONE, 0, 1, false],
  ['NEWTRUE', 2, Operand.NONE, 0, 1, false],
  ['NEWFALSE', 2, Operand.NONE, 0, 1, false],
  ['INT', 0, Operand.LINE, 0, 1, false],
  ['BININT', 1, 4, 0, 1, false],
  ['BININT1', 1, 1, 0, 1, false],
  ['BININT2', 1, 2, 0, 1, false],
  ['LONG', 0, Operand.LINE, 0, 1, false],
  ['LONG1', 2, Operand.LENGTH_1, 0, 1, false],
  ['LONG4', 2, Operand.LENGTH_4_SIGNED, 0, 1, false],
  ['FLOAT', 0, Operand.LINE, 0, 1, false],
  ['BINFLOAT', 1, 8, 0, 1, false],
  ['STRING', 0, Operand.LINE, 0, 1, false],
  ['BINSTRING', 1, Operand.LENGTH_4_SIGNED, 0, 1, false],
  ['SHORT_BINSTRING', 1, Operand.LENGTH_1, 0, 1, false],
  ['UNICODE', 0, Operand.LINE, 0, 1, false],
  ['SHORT_BINUNICODE', 4, Operand.LENGTH_1, 0, 1, false],
  ['BINUNICODE', 1, Operand.LENGTH_4, 0, 1, false],
  ['BINUNICODE8', 4, Operand.LENGTH_8, 0, 1, false],
  ['SHORT_BINBYTES', 3, Operand.LENGTH_1, 0, 1, false],
  ['BINBYTES', 3, Operand.LENGTH_4, 0, 1, false],
  ['BINBYTES8', 4, Operand.LENGTH_8, 0, 1, false],
  ['BYTEARRAY8', 5, Operand.LENGTH_8, 0, 1, false],
  ['NEXT_BUFFER', 5, Operand.NONE, 0, 1, false],
  ['READONLY_BUFFER', 5, Operand.NONE, 1, 1, false],
  ['EMPTY_LIST', 1, Operand.NONE, 0, 1, false],
  ['LIST', 0, Operand.NONE, 0, 1, true],
  ['APPEND', 0, Operand.NONE, 2, 1, false],
  ['APPENDS', 1, Operand.NONE, 1, 1, true],
  ['EMPTY_TUPLE', 1, Operand.NONE, 0, 1, false],
  ['TUPLE', 0, Operand.NONE, 0, 1, true],
  ['TUPLE1', 2, Operand.NONE, 1, 1, false],
  ['TUPLE2', 2, Operand.NONE, 2, 1, false],
  ['TUPLE3', 2, Operand.NONE, 3, 1, false],
  ['EMPTY_DICT', 1, Operand.NONE, 0, 1, false],
  ['DICT', 0, Operand.NONE, 0, 1, true],
  ['SETITEM', 0, Operand.NONE, 3, 1, false],
  ['SETITEMS', 1, Operand.NONE, 1, 1, true],
  ['EMPTY_SET', 4, Operand.NONE, 0, 1, false],
  ['ADDITEMS', 4, Operand.NONE, 1, 1, true],
  ['FROZENSET', 4, Operand.NONE, 0, 1, true],
  ['MARK', 0, Operand.NONE, 0, 0, false],
  ['POP', 0, Operand.NONE, 1, 0, false],
  ['POP_MARK', 1, Operand.NONE, 0, 0, true],
  ['DUP', 0, Operand.NONE, 1, 2, false],
  ['GET', 0, Operand.LINE, 0, 1, false],
  ['BINGET', 1, 1, 0, 1, false],
  ['LONG_BINGET', 1, 4, 0, 1, false],
  ['PUT', 0, Operand.LINE, 1, 1, false],
  ['BINPUT', 1, 1, 1, 1, false],
  ['LONG_BINPUT', 1, 4, 1, 1, false],
  ['MEMOIZE', 4, Operand.NONE, 1, 1, false],
  ['GLOBAL', 0, Operand.TWO_LINES, 0, 1, false],
  ['STACK_GLOBAL', 4, Operand.NONE, 2, 1, false],
  ['EXT1', 2, 1, 0, 1, false],
  ['EXT2', 2, 2, 0, 1, false],
  ['EXT4', 2, 4, 0, 1, false],
  ['REDUCE', 0, Operand.NONE, 2, 1, false],
  ['BUILD', 0, Operand.NONE, 2, 1, false],
  ['INST', 0, Operand.TWO_LINES, 0, 1, true],
  ['OBJ', 1, Operand.NONE, 0, 1, true],
  ['NEWOBJ', 2, Operand.NONE, 2, 1, false],
  ['NEWOBJ_EX', 4, Operand.NONE, 3, 1, false],
  ['PERSID', 0, Operand.LINE, 0, 1, false],
  ['BINPERSID', 1, Operand.NONE, 1, 1, false],
  ['PROTO', 2, 1, 0, 0, false],
  ['FRAME', 4, 8, 0, 0, false],
  ['STOP', 0, Operand.NONE, 1, 0, false],
];

/** The highest pickle protocol known here. */
export const HIGHEST_PROTOCOL = 5;

/** By opcode byte: the layout of its operand, one of `Operand` or a size; `Operand.UNKNOWN` for no opcode. */
export const OPERAND: Uint8Array = new Uint8Array(256).fill(Operand.UNKNOWN);
/** By opcode byte: the first protocol whose picklers write it. */
export const PROTOCOL: Uint8Array = new Uint8Array(256);
/** By opcode byte: how many objects it takes from the stack (below the mark, when `TO_MARK`). */
export const TAKES: Uint8Array = new Uint8Array(256);
/** By opcode byte: how many objects it then leaves there. */
export const GIVES: Uint8Array = new Uint8Array(256);
/** By opcode byte: 1 when it also takes the topmost mark and everything above it. */
export const TO_MARK: Uint8Array = new Uint8Array(256);

const names: (OpcodeName | undefined)[] = new Array(256).fill(undefined);

for (const [name, protocol, operand, takes, gives, toMark] of rows) {
  const code = Op[name];
  names[code] = name;
  OPERAND[code] = operand;
  PROTOCOL[code] = protocol;
  TAKES[code] = takes;
  GIVES[code] = gives;
  TO_MARK[code] = toMark ? 1 : 0;
}

/** The name of an opcode byte, or `undefined` when it is none. */
export function opcodeName(code: number): OpcodeName | undefined {
  return names[code];
}
