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

const STRIDE = 4;

/** A list of edits in order of position, with a bound on its length. */
export class EditList {
  length = 0;
  /** True when an edit was left out because the list was full. */
  overflowed = false;
  /** Position, size, kind and slot of one edit after another: plain numbers cost the least for the usual few. */
  readonly #numbers: number[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Notes that the `size` bytes at `position` are replaced, by what `kind` and `slot` tell. */
  add(position: number, size: number, kind: number, slot: number): void {
    if (this.length >= this.#limit) {
      this.overflowed = true;
      return;
    }
    const at = this.length++ * STRIDE;
    this.#numbers[at] = position;
    this.#numbers[at + 1] = size;
    this.#numbers[at + 2] = kind;
    this.#numbers[at + 3] = slot;
  }

  /** Offset of the bytes that an edit replaces. */
  position(edit: number): number {
    return this.#numbers[edit * STRIDE] as number;
  }

  /** How many bytes it replaces. */
  size(edit: number): number {
    return this.#numbers[edit * STRIDE + 1] as number;
  }

  kind(edit: number): number {
    return this.#numbers[edit * STRIDE + 2] as number;
  }

  slot(edit: number): number {
    return this.#numbers[edit * STRIDE + 3] as number;
  }

  clear(): void {
    this.length = 0;
  }
}
