import { isWhole, mayBeWhole, OpcodeRewriter } from './normalise-opcode.ts';
import { Literal } from './normalise-ops.ts';
import { Outline } from './normalise-outline.ts';
import { NormaliseOutput } from './normalise-output.ts';
import { BY_LENGTH, QUICK, STAYS, USES_MEMO } from './normalise-tables.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { GIVES, Op, TAKES, TO_MARK } from './opcodes.ts';
import { textIndex } from './text-operand.ts';

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
 * @param bytes A scanned pickle.
 * @throws CodecError What `normalisePickle` throws; `TOO_LARGE` when so much is left that running it would take long.
 */
export function outlinePickle(bytes: Uint8Array): Buffer {
  return new Normaliser(bytes, { outline: new Outline() }).run();
}

class Normaliser {
  readonly #reader: OpcodeReader;
  readonly #view: DataView;
  readonly #out: NormaliseOutput;
  readonly #fences: number[] = [];
  #depth = 0;
  readonly #outline: Outline | undefined;
  readonly #dropsMemo: boolean;
  readonly #rewriter: OpcodeRewriter;
  #copied = 0;

  constructor(bytes: Uint8Array, mode: { readonly outline?: Outline; readonly dropsMemo?: boolean }) {
    this.#outline = mode.outline;
    this.#out = new NormaliseOutput(mode.outline === undefined ? bytes.length : 0);
    this.#dropsMemo = mode.dropsMemo ?? false;
    this.#reader = new OpcodeReader(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#rewriter = new OpcodeRewriter(this.#reader, this.#view, this.#out, mode.outline !== undefined);
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
        outline?.keepCall();
        if (outline !== undefined && USES_MEMO[opcode] === 1) this.#remember(outline, opcode);
        else if (opcode === Op.POP) this.#pop();
        else this.#rewriter.rewrite(opcode);
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
      if (opcode === Op.BINFLOAT && mayBeWhole(bytes, position + 1) && isWhole(view.getFloat64(position + 1)))
        break;
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
    if (opcode === Op.NEXT_BUFFER) this.#rewriter.skipBuffer();
    if (opcode === Op.POP && this.#depth === this.#fences[this.#fences.length - 1]) this.#fences.pop();
    else this.#simulate(opcode);
    outline.reached(this.#depth - (GIVES[opcode] as number));
    if (USES_MEMO[opcode] === 1 && GIVES[opcode] === TAKES[opcode]) outline.put(this.#memoIndex(opcode));
    this.#copied = position;
    return true;
  }

  #elide(count: number): void {
    if (count === 0) return;
    this.#rewriter.literal(Literal.ELIDED);
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
