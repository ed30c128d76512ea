/** What stands in for a piece of a pickle when it moves into another one. */
export const Edit = {
  /** Nothing: a header, a frame, STOP. */
  CUT: 0,
  /** MEMOIZE, for the first PUT of a memo index. */
  MEMOIZE: 1,
  /** PROTO, with the protocol as `slot`. */
  PROTO: 2,
  /** BINPUT or LONG_BINPUT of a moved slot. */
  PUT: 3,
  /** BINGET or LONG_BINGET of a moved slot. */
  GET: 4,
} as const;

/** A list of edits in order of position, in typed arrays, with a bound on its length. */
export class EditList {
  length = 0;
  /** True when an edit was left out because the list was full. */
  overflowed = false;
  positions: Float64Array = new Float64Array(8);
  slots: Float64Array = new Float64Array(8);
  /** Bytes that each edit replaces. */
  sizes: Uint8Array = new Uint8Array(8);
  kinds: Uint8Array = new Uint8Array(8);
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(position: number, size: number, kind: number, slot: number): void {
    if (this.length >= this.#limit) {
      this.overflowed = true;
      return;
    }
    if (this.length === this.positions.length) this.#grow();
    const at = this.length++;
    this.positions[at] = position;
    this.sizes[at] = size;
    this.kinds[at] = kind;
    this.slots[at] = slot;
  }

  clear(): void {
    this.length = 0;
  }

  #grow(): void {
    const size = Math.min(this.positions.length * 2, this.#limit);
    const grow = <T extends Float64Array | Uint8Array>(bigger: T, old: T): T => {
      bigger.set(old);
      return bigger;
    };
    this.positions = grow(new Float64Array(size), this.positions);
    this.slots = grow(new Float64Array(size), this.slots);
    this.sizes = grow(new Uint8Array(size), this.sizes);
    this.kinds = grow(new Uint8Array(size), this.kinds);
  }
}
