/** Slots kept one by one; no pickler leaves anywhere near as many gaps between its memo indices. */
const MAX_SCATTERED = 2 ** 22;

/**
 * The memo of a pickle machine, seen from outside: which indices are set, each with a dense *slot* in order of
 * its first PUT.
 *
 * `count` is CPython's `len(memo)`, which MEMOIZE uses as its index: the number of distinct indices, whatever
 * their values. Indices that follow each other, from whichever start, cost no memory.
 */
export class MemoSlots {
  count = 0;
  #first = 0;
  #run = 0;
  #scattered: Map<number, number> | undefined;

  /** The slot of a memo index, or -1 when nothing was put there. */
  slotOf(index: number): number {
    const slot = index - this.#first;
    if (slot >= 0 && slot < this.#run) return slot;
    return this.#scattered?.get(index) ?? -1;
  }

  /** Puts something at an index and gives its slot, which is new when it equals the `count` from before. */
  put(index: number): number {
    if (this.count === 0) this.#first = index;
    if (this.#scattered === undefined && index === this.#first + this.#run) {
      this.#run++;
      return this.count++;
    }
    const known = this.slotOf(index);
    if (known >= 0) return known;
    this.#scattered ??= new Map();
    this.#scattered.set(index, this.count);
    return this.count++;
  }

  /** Whether the indices are 0, 1, 2 … without a gap, so that the next MEMOIZE sets the next one. */
  get isDense(): boolean {
    return this.#run === this.count && this.#first === 0;
  }

  /** As many MEMOIZEs, when `isDense`. */
  memoize(times: number): void {
    this.#run += times;
    this.count += times;
  }

  /** Whether the indices jump about more than can be kept. */
  get exhausted(): boolean {
    return this.#scattered !== undefined && this.#scattered.size > MAX_SCATTERED;
  }
}
