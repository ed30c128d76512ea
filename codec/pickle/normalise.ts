import { CodecError } from '../errors.ts';
import { Binary, Literal, Unary } from './normalise-ops.ts';
import { NormaliseOutput } from './normalise-output.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { GIVES, Op, opcodeName, TAKES, TO_MARK } from './opcodes.ts';

/** Payloads from this size up are left where they are; the values are views on, or are read from, the original. */
const KEEP_IN_PLACE = 256;
const FALSE_TEXT = 0x3030;
const TRUE_TEXT = 0x3031;

/**
 * Rewrites a scanned pickle into the subset that pickleparser 0.2.1 reads rightly.
 *
 * What stays: marks, the memo, numbers of up to four bytes, floats that are not whole, text, the empty containers. All
 * else becomes a call of ours (`normalise-ops.ts`): long and decimal integers, escapes, protocol 0's text, big payloads
 * (by place, not copied), tuples, frozen sets, every change of a container, imports, calls and BUILD. PROTO and FRAME go.
 *
 * @param bytes A pickle that `scanPickle` accepted; bounds are not checked again.
 * @returns The normalised pickle; its size is at most a small multiple of the original's.
 * @throws CodecError `NEEDS_PERSISTENT_ID`; `NOT_CONVERTIBLE` for codes of the `copyreg` extension registry.
 */
export function normalisePickle(bytes: Uint8Array): Buffer {
  return new Normaliser(bytes).run();
}

class Normaliser {
  readonly #reader: OpcodeReader;
  readonly #view: DataView;
  readonly #out = new NormaliseOutput();
  readonly #fences: number[] = [];
  #depth = 0;
  #protocol = 0;
  #copied = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new OpcodeReader(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): Buffer {
    const reader = this.#reader;
    for (;;) {
      const opcode = reader.next();
      const stays = STAYS[opcode] === 1;
      if (!stays) {
        this.#out.copy(reader.bytes, this.#copied, reader.start);
        this.#rewrite(opcode);
        this.#copied = reader.position;
      }
      this.#simulate(opcode);
      if (opcode === Op.STOP) break;
    }
    this.#out.copy(reader.bytes, this.#copied, reader.position);
    return this.#out.take();
  }

  #simulate(opcode: number): void {
    if (opcode === Op.MARK) this.#fences.push(this.#depth);
    else if (TO_MARK[opcode] === 1) this.#depth = this.#fences.pop() ?? 0;
    this.#depth += (GIVES[opcode] as number) - (TAKES[opcode] as number);
  }

  #rewrite(opcode: number): void {
    const unary = UNARY[opcode] as number;
    const binary = BINARY[opcode] as number;
    if (unary > 0) this.#out.three(COLLECT[opcode] as number, Op.BINPERSID, unary);
    else if (binary > 0) {
      if (COLLECT[opcode] !== 0) this.#out.one(COLLECT[opcode] as number);
      this.#out.two(Op.STACK_GLOBAL, binary);
    } else this.#rewriteOther(opcode);
  }

  #rewriteOther(opcode: number): void {
    const { bytes, operand, operandLength, start, position } = this.#reader;
    switch (opcode) {
      case Op.PROTO:
        this.#protocol = bytes[operand] as number;
        return;
      case Op.FRAME:
        return;
      case Op.READONLY_BUFFER:
        this.#out.two(Op.BINPERSID, Unary.READONLY);
        return;
      case Op.POP:
        this.#pop();
        return;
      case Op.BINFLOAT:
        this.#float();
        return;
      case Op.LONG1:
      case Op.LONG4:
        this.#literal(Literal.INTEGER);
        this.#out.unsigned32(operandLength);
        this.#out.copy(bytes, operand, position);
        return;
      case Op.INT:
        this.#int();
        return;
      case Op.LONG:
        this.#lineLiteral(Literal.LONG_TEXT);
        return;
      case Op.FLOAT:
        this.#lineLiteral(Literal.FLOAT_TEXT);
        return;
      case Op.STRING:
        this.#lineLiteral(Literal.STRING_TEXT);
        return;
      case Op.UNICODE:
        this.#lineLiteral(Literal.UNICODE_TEXT);
        return;
      case Op.GLOBAL:
        this.#lineLiteral(this.#globalLiteral());
        return;
      case Op.INST:
        this.#out.one(Op.LIST);
        this.#lineLiteral(this.#globalLiteral());
        this.#out.two(Op.STACK_GLOBAL, Binary.INST);
        return;
      case Op.NEXT_BUFFER:
        this.#literal(Literal.NEXT_BUFFER);
        return;
      case Op.BYTEARRAY8:
        this.#place(Literal.BYTEARRAY_AT);
        return;
      case Op.BINBYTES8:
        this.#place(Literal.BYTES_AT);
        return;
      case Op.BINUNICODE8:
        this.#place(Literal.TEXT_AT);
        return;
      case Op.BINBYTES:
      case Op.BINUNICODE:
        if (operandLength < KEEP_IN_PLACE) {
          this.#out.copy(bytes, start, position);
          return;
        }
        this.#place(opcode === Op.BINBYTES ? Literal.BYTES_AT : Literal.TEXT_AT);
        return;
      case Op.PERSID:
      case Op.BINPERSID:
        throw new CodecError(
          'NEEDS_PERSISTENT_ID',
          "The pickle has a persistent id, which only its own program's unpickler can resolve",
          start,
        );
      default:
        throw new CodecError(
          'NOT_CONVERTIBLE',
          `${opcodeName(opcode)} names a code of the copyreg extension registry, which is not known here`,
          start,
        );
    }
  }

  #literal(kind: number): void {
    this.#out.three(Op.EXT1, 0, kind);
  }

  #lineLiteral(kind: number): void {
    const { bytes, operand, position } = this.#reader;
    this.#literal(kind);
    this.#out.copy(bytes, operand, position);
  }

  #globalLiteral(): number {
    return this.#protocol < 3 ? Literal.LEGACY_GLOBAL : Literal.GLOBAL;
  }

  #place(kind: number): void {
    this.#literal(kind);
    this.#out.double(this.#reader.operand);
    this.#out.double(this.#reader.operandLength);
  }

  /** `I00` and `I01` are False and True. */
  #int(): void {
    const { bytes, operand, operandLength } = this.#reader;
    const pair = operandLength === 2 ? ((bytes[operand] as number) << 8) | (bytes[operand + 1] as number) : 0;
    if (pair === FALSE_TEXT) this.#out.one(Op.NEWFALSE);
    else if (pair === TRUE_TEXT) this.#out.one(Op.NEWTRUE);
    else this.#lineLiteral(Literal.INT_TEXT);
  }

  #float(): void {
    const { bytes, operand, start, position } = this.#reader;
    const value = this.#view.getFloat64(operand);
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      this.#out.copy(bytes, start, position);
      return;
    }
    this.#literal(Literal.WHOLE_FLOAT);
    this.#out.copy(bytes, operand, position);
  }

  /** POP on an empty frame removes the mark; pickleparser has POP_MARK for that. */
  #pop(): void {
    const fence = this.#fences[this.#fences.length - 1];
    if (fence === undefined || this.#depth > fence) {
      this.#out.one(Op.POP);
      return;
    }
    this.#out.one(Op.POP_MARK);
    this.#fences.pop();
    this.#depth++;
  }
}

const STAYS = new Uint8Array(256);
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

/** By opcode: the opcode that first collects what it needs into an array, and the call that follows. */
const COLLECT = new Uint8Array(256);
const UNARY = new Uint8Array(256);
const BINARY = new Uint8Array(256);
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
