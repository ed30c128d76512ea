import type { Revision } from './revision.ts';

/** What may be dropped when the budget is short: deleted variables first, then earlier revisions. */
export type Pool = 'bin' | 'history';

/** Who holds items in the budget. */
export interface Holder {
  /** An item was dropped for want of room. */
  drop(item: object): void;
}

interface Held {
  readonly bytes: number;
  readonly holder: Holder;
}

/** What an entry takes beside its value's bytes, roughly: many tiny values count too. */
const OVERHEAD_BYTES = 256;

/** Told of a revision that has left for good. */
export type Gone = (revision: Revision) => void;

/**
 * The bytes that earlier revisions and deleted variables may take together. When they exceed the
 * limit the oldest are dropped: the recycle bin's first.
 */
export class Budget {
  readonly limit: number;
  /** To be called with each revision that leaves a history or the recycle bin for good. */
  readonly gone: Gone;
  #used = 0;
  /** In the order of holding; a Map keeps that. */
  readonly #pools: Readonly<Record<Pool, Map<object, Held>>> = { bin: new Map(), history: new Map() };

  constructor(limit: number, gone: Gone) {
    this.limit = limit;
    this.gone = gone;
  }

  /** Bytes held now. */
  get used(): number {
    return this.#used;
  }

  /** What a pool holds, in the order in which it would be dropped. */
  held(pool: Pool): Iterable<object> {
    return this.#pools[pool].keys();
  }

  /** Whether something of this size could be held at all. */
  fits(bytes: number): boolean {
    return bytes + OVERHEAD_BYTES <= this.limit;
  }

  /**
   * Holds an item until it is released, or dropped for want of room: then its holder is told, which may
   * be at once. False when it could never fit.
   */
  hold(pool: Pool, item: object, bytes: number, holder: Holder): boolean {
    if (!this.fits(bytes)) return false;
    this.#pools[pool].set(item, { bytes: bytes + OVERHEAD_BYTES, holder });
    this.#used += bytes + OVERHEAD_BYTES;
    while (this.#used > this.limit) this.#dropOldest();
    return true;
  }

  /** Gives up an item; one that is not held is ignored. */
  release(pool: Pool, item: object): void {
    const held = this.#pools[pool].get(item);
    if (!held) return;
    this.#pools[pool].delete(item);
    this.#used -= held.bytes;
  }

  #dropOldest(): void {
    const pool = this.#pools.bin.size > 0 ? 'bin' : 'history';
    const [oldest] = this.#pools[pool];
    if (oldest === undefined) throw new Error('the budget is used by nobody');
    const [item, { holder }] = oldest;
    this.release(pool, item);
    holder.drop(item);
  }
}
