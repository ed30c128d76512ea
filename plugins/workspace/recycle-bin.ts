import type { Budget } from './budget.ts';
import type { Variable } from './variable.ts';

/** A deleted variable. */
export interface BinEntry {
  /** Its number in the bin: stays the same while others come and go. */
  readonly index: number;
  readonly variable: Variable;
  /** Who deleted it, and when (ms since 1970). */
  readonly provider: string;
  readonly time: number;
  /** Bytes of its revisions together. */
  readonly size: number;
}

/** Deleted variables with their history, up to a number and within the byte budget; the oldest leave first. */
export class RecycleBin {
  readonly #length: number;
  readonly #budget: Budget;
  readonly #entries = new Map<number, BinEntry>();
  #next = 0;

  constructor(length: number, budget: Budget) {
    this.#length = length;
    this.#budget = budget;
  }

  /**
   * Takes a deleted variable in. One that is too big for the budget loses its earlier revisions; when
   * even that does not help it is not kept at all.
   */
  put(variable: Variable, provider: string, time: number): void {
    const { history } = variable;
    history.release();
    if (this.#length === 0) {
      this.#gone(variable);
      return;
    }
    const current = history.current.size;
    if (!this.#budget.fits(current + history.earlierBytes)) history.forget();
    const size = current + history.earlierBytes;
    const entry: BinEntry = { index: this.#next++, variable, provider, time, size };
    this.#entries.set(entry.index, entry);
    this.#hold(entry);
    this.#trim();
  }

  /** Takes over the entries of another bin, oldest first, and the number that the next one gets. */
  adopt(entries: readonly Omit<BinEntry, 'size'>[], next: number): void {
    for (const one of entries) {
      const { history } = one.variable;
      const entry: BinEntry = { ...one, size: history.current.size + history.earlierBytes };
      this.#entries.set(entry.index, entry);
      this.#hold(entry);
    }
    this.#next = next;
    this.#trim();
  }

  /** The number that the next entry gets. */
  get next(): number {
    return this.#next;
  }

  /** Takes away the revisions that were kept in memory alone, and the entries that had no others. */
  purge(): void {
    const entries = this.entries();
    for (const entry of entries) this.#remove(entry);
    const remaining = entries.filter(({ variable }) => variable.history.purge());
    this.adopt(remaining, this.#next);
  }

  /** The variable deleted last under a name, or the one with a number. */
  find(key: string | number): BinEntry | undefined {
    if (typeof key === 'number') return this.#entries.get(key);
    return [...this.#entries.values()].findLast((entry) => entry.variable.name === key);
  }

  /** Takes an entry out and its history back into the budget. */
  take(entry: BinEntry): Variable {
    this.#remove(entry);
    entry.variable.history.hold();
    return entry.variable;
  }

  /** Oldest first. */
  entries(): BinEntry[] {
    return [...this.#entries.values()];
  }

  /** The budget has no room for an entry any more. */
  drop(entry: BinEntry): void {
    this.#entries.delete(entry.index);
    this.#gone(entry.variable);
  }

  #hold(entry: BinEntry): void {
    if (!this.#budget.hold('bin', entry, entry.size, this)) this.drop(entry);
  }

  #trim(): void {
    for (const oldest of this.#entries.values()) {
      if (this.#entries.size <= this.#length) break;
      this.#remove(oldest);
      this.#gone(oldest.variable);
    }
  }

  #gone({ history }: Variable): void {
    for (const revision of history.revisions()) this.#budget.gone(revision);
  }

  #remove(entry: BinEntry): void {
    this.#entries.delete(entry.index);
    this.#budget.release('bin', entry);
  }
}
