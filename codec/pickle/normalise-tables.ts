import { Binary, Unary } from './normalise-ops.ts';
import { Op } from './opcodes.ts';

export const BY_LENGTH = 255;
/** By opcode that stays, takes no mark and is common: its size, or `BY_LENGTH` when a byte says the length. */
export const QUICK = new Uint8Array(256);
for (const [opcode, size] of [
  [Op.NONE, 1],
  [Op.NEWTRUE, 1],
  [Op.NEWFALSE, 1],
  [Op.EMPTY_LIST, 1],
  [Op.EMPTY_DICT, 1],
  [Op.EMPTY_SET, 1],
  [Op.MEMOIZE, 1],
  [Op.BININT1, 2],
  [Op.BINPUT, 2],
  [Op.BINGET, 2],
  [Op.BININT2, 3],
  [Op.BININT, 5],
  [Op.LONG_BINPUT, 5],
  [Op.LONG_BINGET, 5],
  [Op.BINFLOAT, 9],
  [Op.SHORT_BINUNICODE, BY_LENGTH],
  [Op.SHORT_BINBYTES, BY_LENGTH],
] as const) {
  QUICK[opcode] = size;
}

export const STAYS = new Uint8Array(256);
for (const opcode of [
  Op.NONE,
  Op.NEWTRUE,
  Op.NEWFALSE,
  Op.BININT,
  Op.BININT1,
  Op.BININT2,
  Op.BINSTRING,
  Op.SHORT_BINSTRING,
  Op.SHORT_BINUNICODE,
  Op.SHORT_BINBYTES,
  Op.EMPTY_LIST,
  Op.LIST,
  Op.EMPTY_DICT,
  Op.EMPTY_SET,
  Op.MARK,
  Op.POP_MARK,
  Op.DUP,
  Op.GET,
  Op.BINGET,
  Op.LONG_BINGET,
  Op.PUT,
  Op.BINPUT,
  Op.LONG_BINPUT,
  Op.MEMOIZE,
  Op.STOP,
]) {
  STAYS[opcode] = 1;
}

export const USES_MEMO = new Uint8Array(256);
for (const opcode of [Op.PUT, Op.BINPUT, Op.LONG_BINPUT, Op.MEMOIZE, Op.GET, Op.BINGET, Op.LONG_BINGET]) {
  USES_MEMO[opcode] = 1;
}

/** By opcode: the opcode that first collects what it needs into an array, and the call that follows. */
export const COLLECT = new Uint8Array(256);
export const UNARY = new Uint8Array(256);
export const BINARY = new Uint8Array(256);
for (const [opcode, collect, unary] of [
  [Op.EMPTY_TUPLE, Op.EMPTY_LIST, Unary.TUPLE],
  [Op.TUPLE1, Op.TUPLE1, Unary.TUPLE],
  [Op.TUPLE2, Op.TUPLE2, Unary.TUPLE],
  [Op.TUPLE3, Op.TUPLE3, Unary.TUPLE],
  [Op.TUPLE, Op.LIST, Unary.TUPLE],
  [Op.FROZENSET, Op.LIST, Unary.FROZENSET],
  [Op.DICT, Op.LIST, Unary.DICT],
  [Op.OBJ, Op.LIST, Unary.OBJ],
] as const) {
  COLLECT[opcode] = collect;
  UNARY[opcode] = unary;
}
for (const [opcode, collect, binary] of [
  [Op.APPEND, 0, Binary.APPEND],
  [Op.APPENDS, Op.LIST, Binary.EXTEND],
  [Op.SETITEM, Op.TUPLE2, Binary.SET_ITEMS],
  [Op.SETITEMS, Op.LIST, Binary.SET_ITEMS],
  [Op.ADDITEMS, Op.LIST, Binary.ADD_ITEMS],
  [Op.REDUCE, 0, Binary.REDUCE],
  [Op.NEWOBJ, 0, Binary.NEWOBJ],
  [Op.NEWOBJ_EX, Op.TUPLE2, Binary.NEWOBJ_EX],
  [Op.BUILD, 0, Binary.BUILD],
  [Op.STACK_GLOBAL, 0, Binary.STACK_GLOBAL],
] as const) {
  COLLECT[opcode] = collect;
  BINARY[opcode] = binary;
}
