import { CodecError } from '../errors.ts';
import { Binary, Literal, Unary } from './normalise-ops.ts';
import { Outline } from './normalise-outline.ts';
import { NormaliseOutput } from './normalise-output.ts';
import { BINARY, BY_LENGTH, COLLECT, QUICK, STAYS, UNARY, USES_MEMO } from './normalise-tables.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { GIVES, Op, opcodeName, TAKES, TO_MARK } from './opcodes.ts';
import { textIndex } from './text-operand.ts';

/** Payloads from this size up are left where they are; the values are views on, or are read from, the original. */
const KEEP_IN_PLACE = 256;
/** Texts longer than this are only begun in an outline. */
const LONG_TEXT = 64 * 1024;
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
 * @param memoIsUsed Whether it ever gets anything from its memo; if not, MEMOIZE goes too.
 * @returns The normalised pickle; its size is at most a small multiple of the original's.
 * @throws CodecError `NEEDS_PERSISTENT_ID`; `NOT_CONVERTIBLE` for codes of the `copyreg` extension registry.
 */
export function normalisePickle(bytes: Uint8Array, memoIsUsed = true): Buffer {
  return new Normaliser(bytes, { dropsMemo: !memoIsUsed }).run();
}

/**
 * Like {@link normalisePickle}, but what is long is left out: for describing a pickle without decoding all of it.
 * Containers hold an `Elided` for what they lack, long texts are `ElidedText`.
 *
 * @param bytes A scanned pickle that wants no out-of-band buffers.
 */
export function outlinePickle(bytes: Uint8Array): Buffer {
  return new Normaliser(bytes, { outline: new Outline() }).run();
}

class Normaliser {
  readonly #reader: OpcodeReader;
  readonly #view: DataView;
  readonly #out = new NormaliseOutput();
  readonly #fences: number[] = [];
  #depth = 0;
  #protocol = 0;
  readonly #outline: Outline | undefined;
  #copied = 0;

  readonly #dropsMemo: boolean;

  constructor(bytes: Uint8Array, mode: { readonly outline?: Outline; readonly dropsMemo?: boolean }) {
    this.#outline = mode.outline;
    this.#dropsMemo = mode.dropsMemo ?? false;
    this.#reader = new OpcodeReader(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): Buffer {
    const reader = this.#reader;
    const outline = this.#outline;
    for (;;) {
      if (outline === undefined) this.#plainRun();
      else if (outline.skipping) this.#skipRun(outline);
      const opcode = reader.next();
      if (outline !== undefined && this.#leavesOut(outline, opcode)) continue;
      if (STAYS[opcode] !== 1 || (outline !== undefined && USES_MEMO[opcode] === 1)) {
        this.#out.copy(reader.bytes, this.#copied, reader.start);
        if (outline !== undefined && USES_MEMO[opcode] === 1) this.#remember(outline, opcode);
        else this.#rewrite(opcode);
        this.#copied = reader.position;
      }
      this.#simulate(opcode);
      if (opcode === Op.STOP) break;
    }
    this.#out.copy(reader.bytes, this.#copied, reader.position);
    return this.#out.take();
  }

  /** The quick path: moves over opcodes that stay as they are and have no mark to take. */
  #plainRun(): void {
    const reader = this.#reader;
    const { bytes } = reader;
    const view = this.#view;
    const dropsMemo = this.#dropsMemo;
    let position = reader.position;
    let depth = this.#depth;
    for (;;) {
      const opcode = bytes[position] as number;
      const size = QUICK[opcode] as number;
      if (size === 0) break;
      if (opcode === Op.MEMOIZE && dropsMemo) {
        this.#out.copy(bytes, this.#copied, position);
        this.#copied = ++position;
        continue;
      }
      if (opcode === Op.BINFLOAT && isWhole(view.getFloat64(position + 1))) break;
      position += size === BY_LENGTH ? 2 + (bytes[position + 1] as number) : size;
      depth += GIVES[opcode] as number;
      depth -= TAKES[opcode] as number;
    }
    reader.position = position;
    this.#depth = depth;
  }

  /** The same for a part that an outline leaves out. */
  #skipRun(outline: Outline): void {
    const reader = this.#reader;
    const { bytes } = reader;
    const memoizes = outline.isDense;
    let position = reader.position;
    let memoized = 0;
    for (;;) {
      const opcode = bytes[position] as number;
      const size = QUICK[opcode] as number;
      if (opcode === Op.MEMOIZE && memoizes) memoized++;
      else if (opcode === Op.SETITEMS || opcode === Op.APPENDS) {
        if (this.#fences.length === outline.level) break;
        this.#depth = this.#fences.pop() ?? 0;
        outline.reached(this.#depth - 1);
      } else if (opcode === Op.MARK) this.#fences.push(this.#depth);
      else if (size === 0 || (USES_MEMO[opcode] === 1 && GIVES[opcode] === TAKES[opcode])) break;
      else this.#depth++;
      position += size === BY_LENGTH ? 2 + (bytes[position + 1] as number) : size || 1;
    }
    outline.memoize(memoized);
    reader.position = position;
    this.#copied = position;
  }

  #simulate(opcode: number): void {
    if (opcode === Op.MARK) this.#fences.push(this.#depth);
    else if (TO_MARK[opcode] === 1) this.#depth = this.#fences.pop() ?? 0;
    this.#depth += (GIVES[opcode] as number) - (TAKES[opcode] as number);
  }

  /** Whether the outline lacks this opcode. */
  #leavesOut(outline: Outline, opcode: number): boolean {
    const { bytes, start, position } = this.#reader;
    if (!outline.skipping) {
      const written = this.#out.length + start - this.#copied;
      if (!outline.begins(opcode, this.#depth, this.#fences, written)) return false;
      this.#out.copy(bytes, this.#copied, start);
    } else if (outline.ends(opcode, this.#depth, this.#fences)) {
      const { drop, elided } = outline.finish(this.#depth);
      for (let i = 0; i < drop; i++) this.#out.one(Op.POP);
      this.#elide(elided);
      return false;
    }
    if (opcode === Op.POP && this.#depth === this.#fences[this.#fences.length - 1]) this.#fences.pop();
    else this.#simulate(opcode);
    outline.reached(this.#depth - (GIVES[opcode] as number));
    if (USES_MEMO[opcode] === 1 && GIVES[opcode] === TAKES[opcode]) outline.put(this.#memoIndex(opcode));
    this.#copied = position;
    return true;
  }

  #elide(count: number): void {
    if (count === 0) return;
    this.#literal(Literal.ELIDED);
    this.#out.unsigned32(count);
  }

  #remember(outline: Outline, opcode: number): void {
    const index = this.#memoIndex(opcode);
    const isGet = TAKES[opcode] === 0;
    if (isGet && !outline.has(index ?? 0)) {
      this.#elide(1);
      return;
    }
    this.#out.one(isGet ? Op.LONG_BINGET : Op.LONG_BINPUT);
    this.#out.unsigned32(isGet ? (index ?? 0) : outline.put(index));
  }

  #memoIndex(opcode: number): number | undefined {
    if (opcode === Op.MEMOIZE) return undefined;
    return opcode === Op.PUT || opcode === Op.GET ? textIndex(this.#reader) : this.#reader.unsigned();
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
    const isLong = this.#reader.operandLength > LONG_TEXT;
    const wanted =
      this.#outline !== undefined && isLong && kind === Literal.TEXT_AT ? Literal.LONG_TEXT_AT : kind;
    this.#placeOf(wanted);
  }

  #placeOf(kind: number): void {
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
    if (!isWhole(value)) {
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

/** The floats that become `PyFloat`. */
function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}
