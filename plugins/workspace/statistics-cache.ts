import type { Revision } from './revision.ts';
import type { ColumnStatistics } from './statistics.ts';

type Found = Promise<readonly ColumnStatistics[]>;

/** Answers kept a revision. */
const MAX_KEPT = 100;

/** Statistics, computed once a revision and choice of columns; gone with the revision. */
export class StatisticsCache {
  readonly #kept = new WeakMap<Revision, Map<string, Found>>();

  /** What `compute` has found, now or earlier; what failed is computed again. */
  get(revision: Revision, columns: readonly string[] | undefined, compute: () => Found): Found {
    const known = this.#kept.get(revision) ?? new Map<string, Found>();
    this.#kept.set(revision, known);
    const key = JSON.stringify(columns ?? null);
    const found = known.get(key);
    if (found) return found;
    if (known.size >= MAX_KEPT) known.clear();
    const computed = compute();
    known.set(key, computed);
    computed.catch(() => {
      if (known.get(key) === computed) known.delete(key);
    });
    return computed;
  }
}
