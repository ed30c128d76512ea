import { toNative } from './native.ts';
import type { Revision } from './revision.ts';
import { type ColumnStatistics, statistics } from './statistics.ts';

type Found = Promise<readonly ColumnStatistics[]>;

/** Answers kept a revision. */
const MAX_KEPT = 100;

/** Statistics, computed once a revision and choice of columns; gone with the revision. */
export class StatisticsCache {
  readonly #kept = new WeakMap<Revision, Map<string, Found>>();

  /** See {@link statistics}. */
  get(revision: Revision, columns?: readonly string[]): Found {
    const known = this.#kept.get(revision) ?? new Map<string, Found>();
    this.#kept.set(revision, known);
    const key = JSON.stringify(columns ?? null);
    const found = known.get(key);
    if (found) return found;
    if (known.size >= MAX_KEPT) known.clear();
    const computed = compute(revision, columns);
    known.set(key, computed);
    return computed;
  }
}

async function compute({ value }: Revision, columns?: readonly string[]): Found {
  return statistics(toNative(value), columns);
}
