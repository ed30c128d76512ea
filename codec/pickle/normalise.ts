import { MemoSlots } from './memo-slots.ts';
import { isWhole, mayBeWhole, OpcodeRewriter } from './normalise-opcode.ts';
import { NormaliseOutput } from './normalise-output.ts';
import { ItemRun } from './normalise-run.ts';
import { NormaliseStack } from './normalise-stack.ts';
import { BY_LENGTH, QUICK, STAYS } from './normalise-tables.ts';
import { OpcodeReader } from './opcode-reader.ts';
import { GIVES, Op, TAKES } from './opcodes.ts';
import type { SlotSet } from './slot-set.ts';
import { textIndex } from './text-operand.ts';

/**
 * Rewrites a scanned pickle into the subset that pickleparser 0.2.1 reads rightly.
 *
 * What stays: marks, the memo, numbers of up to four bytes, floats that are not whole, text, the empty containers. All
 * else becomes a call of ours (`normalise-ops.ts`): runs of plain items, long and decimal integers, escapes, protocol 0's
 * text, big payloads (by place, not copied), tuples, frozen sets, every change of a container, imports, calls and BUILD.
 * PROTO, FRAME and the puts that nothing gets go.
 *
 * @param bytes A pickle that `scanPickle` accepted; bounds are not checked again.
 * @param used The memo slots (see `MemoSlots`) from which the pickle gets something.
 * @returns The normalised pickle; its size is at most a small multiple of the original's.
 * @throws CodecError `NEEDS_PERSISTENT_ID`; `NOT_CONVERTIBLE` for codes of the `copyreg` extension registry.
 */
export function normalisePickle(bytes: Uint8Array, used: SlotSet): Buffer {
  return new Normaliser(bytes, used).run();
}

class Normaliser {
  readonly #reader: OpcodeReader;
  readonly #view: DataView;
  readonly #out = new NormaliseOutput();
  readonly #rewriter: OpcodeRewriter;
  readonly #stack = new NormaliseStack();
  readonly #memo = new MemoSlots();
  readonly #used: SlotSet;
  readonly #items = new ItemRun();
  #copied = 0;

  constructor(bytes: Uint8Array, used: SlotSet) {
    this.#reader = new OpcodeReader(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#rewriter = new OpcodeRewriter(this.#reader, this.#view, this.#out, false);
    this.#used = used;
  }

  run(): Buffer {
    const reader = this.#reader;
    for (let opcode = -1; opcode !== Op.STOP; ) {
      this.#quickRun();
      opcode = reader.next();
      if (opcode === Op.MARK && this.#itemRun()) continue;
      if (opcode === Op.PUT) this.#put(reader.start, reader.position, textIndex(reader));
      else if (STAYS[opcode] !== 1) {
        this.#replace(reader.start, reader.position);
        if (opcode === Op.POP) {
          this.#out.one(this.#stack.pop());
          continue;
        }
        this.#rewriter.rewrite(opcode);
      }
      this.#stack.apply(opcode);
    }
    this.#out.copy(reader.bytes, this.#copied, reader.position);
    return this.#out.take();
  }

  /** The quick path: moves over opcodes that stay as they are and have no mark to take, and over puts. */
  #quickRun(): void {
    const reader = this.#reader;
    const { bytes } = reader;
    const view = this.#view;
    let position = reader.position;
    let depth = this.#stack.depth;
    for (;;) {
      const opcode = bytes[position] as number;
      const size = QUICK[opcode] as number;
      if (size === 0) break;
      if (opcode === Op.MEMOIZE) this.#memoize(position);
      else if (opcode === Op.BINPUT) this.#put(position, position + size, bytes[position + 1] as number);
      else if (opcode === Op.LONG_BINPUT)
        this.#put(position, position + size, view.getUint32(position + 1, true));
      else if (opcode === Op.BINFLOAT) {
        if (mayBeWhole(bytes, position + 1) && isWhole(view.getFloat64(position + 1))) break;
      }
      position += size === BY_LENGTH ? 2 + (bytes[position + 1] as number) : size;
      depth += GIVES[opcode] as number;
      depth -= TAKES[opcode] as number;
    }
    reader.position = position;
    this.#stack.depth = depth;
  }

  /** Puts a whole run in place of its mark, its items and the opcode that takes them; false when none begins here. */
  #itemRun(): boolean {
    const reader = this.#reader;
    const { start, position, bytes } = reader;
    const items = this.#items;
    if (!items.find(bytes, position, this.#memo, this.#used)) return false;
    this.#replace(start, items.end + 1);
    const taker = bytes[items.end] as number;
    this.#rewriter.itemRun(taker, position, items.count);
    reader.position = items.end + 1;
    this.#stack.depth += (GIVES[taker] as number) - (TAKES[taker] as number);
    return true;
  }

  /** MEMOIZE, which would count differently here: its index is written out. */
  #memoize(start: number): void {
    const index = this.#memo.count;
    const isUsed = this.#used.has(this.#memo.put(index));
    this.#replace(start, start + 1);
    if (isUsed) this.#out.put(index);
  }

  /** A put at an index of its own. */
  #put(start: number, end: number, index: number): void {
    if (!this.#used.has(this.#memo.put(index))) this.#replace(start, end);
  }

  /** The bytes from `start` to `end` are left out, after what stays before them. */
  #replace(start: number, end: number): void {
    this.#out.copy(this.#reader.bytes, this.#copied, start);
    this.#copied = end;
  }
}
