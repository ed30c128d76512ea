import { CodecError } from '../errors.ts';
import { Binary, Literal, Unary } from './normalise-ops.ts';
import type { NormaliseOutput } from './normalise-output.ts';
import { BINARY, COLLECT, UNARY } from './normalise-tables.ts';
import type { OpcodeReader } from './opcode-reader.ts';
import { Op, opcodeName } from './opcodes.ts';

/** Payloads from this size up are left where they are; the values are views on, or are read from, the original. */
const KEEP_IN_PLACE = 256;
/** Texts longer than this are only begun in an outline. */
const LONG_TEXT = 64 * 1024;
const FALSE_TEXT = 0x3030;
const TRUE_TEXT = 0x3031;

/** Writes, for one opcode that does not stay, the calls that take its place. */
export class OpcodeRewriter {
  readonly #reader: OpcodeReader;
  readonly #view: DataView;
  readonly #out: NormaliseOutput;
  readonly #shortensTexts: boolean;
  #protocol = 0;
  #buffers = 0;

  constructor(reader: OpcodeReader, view: DataView, out: NormaliseOutput, shortensTexts: boolean) {
    this.#reader = reader;
    this.#view = view;
    this.#out = out;
    this.#shortensTexts = shortensTexts;
  }

  /** @throws CodecError for opcodes that ask for what is not in the pickle. */
  rewrite(opcode: number): void {
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
      case Op.BINFLOAT:
        this.#float();
        return;
      case Op.LONG1:
      case Op.LONG4:
        this.literal(Literal.INTEGER);
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
        this.literal(Literal.NEXT_BUFFER);
        this.#out.unsigned32(this.#buffers++);
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

  /** What `opcode`, which takes all down to a mark, does with so many items at an offset in the original pickle. */
  itemRun(opcode: number, from: number, count: number): void {
    if (opcode === Op.APPENDS) this.#out.two(Op.BINPERSID, Unary.EXTEND_AT);
    else this.literal(Literal.ITEMS_AT);
    this.#out.double(from);
    this.#out.double(count);
    if (opcode === Op.APPENDS || opcode === Op.LIST) return;
    const unary = UNARY[opcode] as number;
    if (unary > 0) this.#out.two(Op.BINPERSID, unary);
    else this.#out.two(Op.STACK_GLOBAL, BINARY[opcode] as number);
  }

  /** A NEXT_BUFFER was left out. */
  skipBuffer(): void {
    this.#buffers++;
  }

  literal(kind: number): void {
    this.#out.three(Op.EXT1, 0, kind);
  }

  #lineLiteral(kind: number): void {
    const { bytes, operand, position } = this.#reader;
    this.literal(kind);
    this.#out.copy(bytes, operand, position);
  }

  #globalLiteral(): number {
    return this.#protocol < 3 ? Literal.LEGACY_GLOBAL : Literal.GLOBAL;
  }

  #place(kind: number): void {
    const isLong = this.#reader.operandLength > LONG_TEXT;
    const wanted = this.#shortensTexts && isLong && kind === Literal.TEXT_AT ? Literal.LONG_TEXT_AT : kind;
    this.#placeOf(wanted);
  }

  #placeOf(kind: number): void {
    this.literal(kind);
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
    if (!isWhole(value)) {
      this.#out.copy(bytes, start, position);
      return;
    }
    this.literal(Literal.WHOLE_FLOAT);
    this.#out.copy(bytes, operand, position);
  }
}

/** The floats that become `PyFloat`. */
export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

/** A quick look at the 8 bytes (big-endian) of a float: below 2^33 a whole one ends in a zero byte. */
export function mayBeWhole(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 7] === 0 || ((bytes[at] as number) & 0x7f) >= 0x42;
}
