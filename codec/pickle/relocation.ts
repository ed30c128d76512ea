import { Edit, type EditList } from './edit-list.ts';

const LOW_SLOTS = 256;

/** How a pickle's body changes when it moves into another pickle, where the memo already holds objects. */
export interface Relocation {
  /** Bytes of the moved body, without its references to the memo. */
  readonly fixedBytes: number;
  /** References to the memo: GETs, and PUTs to an index that was set before. */
  readonly references: number;
  /** How many of them go to each of the first 256 slots; `undefined` for none at all. */
  readonly lowReferences: readonly number[] | undefined;
  /** The edits in order, or `undefined` when they were too many to keep. */
  readonly edits: EditList | undefined;
}

/** Collects a `Relocation` while a pickle is scanned. */
export class RelocationBuilder {
  readonly #edits: EditList;
  #sizeChange = 0;
  #references = 0;
  #lowReferences: number[] | undefined;

  constructor(edits: EditList) {
    this.#edits = edits;
  }

  /** The opcode of `size` bytes at `start` goes. */
  cut(start: number, size: number): void {
    this.#replace(start, size, Edit.CUT, 0, 0);
  }

  /** The opcode sets a memo slot for the first time. */
  memoize(start: number, size: number, slot: number): void {
    this.#replace(start, size, Edit.MEMOIZE, slot, 1);
  }

  /** The opcode changes the protocol in mid-stream. */
  protocol(start: number, size: number, protocol: number): void {
    this.#replace(start, size, Edit.PROTO, protocol, 2);
  }

  /** The opcode refers to a memo slot that is already set. */
  reference(start: number, size: number, kind: number, slot: number): void {
    this.#references++;
    if (slot < LOW_SLOTS) {
      this.#lowReferences ??= new Array<number>(LOW_SLOTS).fill(0);
      this.#lowReferences[slot] = (this.#lowReferences[slot] as number) + 1;
    }
    this.#replace(start, size, kind, slot, 0);
  }

  /** The findings for a pickle that is `end` bytes long. */
  finish(end: number): Relocation {
    return {
      fixedBytes: end + this.#sizeChange,
      references: this.#references,
      lowReferences: this.#lowReferences,
      edits: this.#edits.overflowed ? undefined : this.#edits,
    };
  }

  #replace(start: number, size: number, kind: number, slot: number, newSize: number): void {
    this.#edits.add(start, size, kind, slot);
    this.#sizeChange += newSize - size;
  }
}

/** Bytes of the moved body when `base` memo slots are taken before it. */
export function relocatedLength(relocation: Relocation, base: number): number {
  const { references, lowReferences } = relocation;
  let short = 0;
  if (lowReferences) {
    for (let slot = 0; slot < LOW_SLOTS - base; slot++) short += lowReferences[slot] as number;
  }
  return relocation.fixedBytes + 2 * short + 5 * (references - short);
}
