import { CodecError } from '../errors.ts';
import { MemoSlots } from './memo-slots.ts';
import { GIVES, Op, TAKES, TO_MARK } from './opcodes.ts';

/** Objects kept above each mark; fewer once the outline is this many bytes. Both are more than any call's arguments. */
const KEPT = 100;
const KEPT_WHEN_LARGE = 16;
const LARGE = 16 * 1024;
/** More calls than this take longer to run than a description is worth: some tenths of a second. */
const MAX_CALLS = 2 ** 18;

/**
 * Decides what an outline of a pickle leaves out: above every mark, all objects after the first hundred.
 *
 * Memo slots are named by number in an outline, as its own MEMOIZE would count differently; what was put in a part left
 * out cannot be got.
 */
export class Outline {
  readonly #memo = new MemoSlots();
  readonly #kept = new Set<number>();
  /** How many marks are open where objects are left out; -1 while none are. */
  level = -1;
  #low = 0;
  #begin = 0;
  #calls = 0;

  /** Whether opcodes are being left out. */
  get skipping(): boolean {
    return this.level >= 0;
  }

  /** Whether to leave out from this opcode on: it pushes an object where enough are kept already. */
  begins(opcode: number, depth: number, fences: readonly number[], written: number): boolean {
    const fence = fences[fences.length - 1];
    if (fence === undefined || TAKES[opcode] !== 0 || GIVES[opcode] !== 1 || TO_MARK[opcode] === 1)
      return false;
    if (depth - fence < (written > LARGE ? KEPT_WHEN_LARGE : KEPT)) return false;
    this.level = fences.length;
    this.#low = depth;
    this.#begin = depth;
    return true;
  }

  /** Whether this opcode takes the mark above which objects were left out. */
  ends(opcode: number, depth: number, fences: readonly number[]): boolean {
    if (fences.length !== this.level) return false;
    return TO_MARK[opcode] === 1 || (opcode === Op.POP && depth === fences[fences.length - 1]);
  }

  /**
   * Counts a call that is kept. Marks bound most of them; protocol 0 appends without marks, and so may hostile pickles.
   *
   * @throws CodecError `TOO_LARGE` for too many.
   */
  keepCall(): void {
    if (++this.#calls > MAX_CALLS) {
      throw new CodecError('TOO_LARGE', `An outline of the pickle makes more than ${MAX_CALLS} calls`);
    }
  }

  /** Notes how far down the stack an opcode that is left out reaches: objects kept before may be used up by it. */
  reached(depth: number): void {
    if (depth < this.#low) this.#low = depth;
  }

  /** Ends leaving out: how many of the objects kept are to be dropped, and for how many objects in all a note stands. */
  finish(depth: number): { readonly drop: number; readonly elided: number } {
    this.level = -1;
    return { drop: this.#begin - this.#low, elided: depth - this.#low };
  }

  /** Whether MEMOIZE can be counted without looking at each. */
  get isDense(): boolean {
    return this.#memo.isDense;
  }

  /** So many MEMOIZEs that are left out, when `isDense`. */
  memoize(times: number): void {
    this.#memo.memoize(times);
  }

  /** A PUT of any kind; `undefined` is MEMOIZE. Gives the index to put at. */
  put(index: number | undefined): number {
    const at = index ?? this.#memo.count;
    this.#memo.put(at);
    if (this.skipping) this.#kept.delete(at);
    else this.#kept.add(at);
    return at;
  }

  /** Whether a GET finds something in the outline. */
  has(index: number): boolean {
    return this.#kept.has(index);
  }
}
