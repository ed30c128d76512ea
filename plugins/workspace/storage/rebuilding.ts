import { replay } from '../mutations/apply.ts';
import type { Batch } from '../mutations/mutation.ts';
import { type Keeper, Store, type StoreLimits } from '../store.ts';
import { StoreFilling } from '../store-filling.ts';
import { captureStore, fillStore } from '../store-image.ts';
import type { Creation, RecoveryTarget } from './engine.ts';
import type { ReplayLimits } from './file-header.ts';

/** What counts the revisions that a store holds. */
export interface Account extends Keeper {
  /** Counts anew. */
  reset(): void;
}

/** A store that is filled with what an engine has kept. */
export class Rebuilding implements RecoveryTarget {
  store: Store;
  readonly #account: Account;
  readonly #limits: StoreLimits;

  /** `limits`: those that the store has where nothing was kept. */
  constructor(limits: StoreLimits, account: Account) {
    this.#account = account;
    this.#limits = limits;
    this.store = this.#empty(limits);
  }

  begin(): void {
    this.store = this.#empty(this.#limits);
  }

  limits(limits: ReplayLimits): void {
    if (sameLimits(this.store.limits, limits)) return;
    const image = captureStore(this.store);
    this.store = this.#empty(limits);
    fillStore(this.store, image);
  }

  image(): StoreFilling {
    return new StoreFilling(this.store);
  }

  batch(batch: Batch): void {
    replay(this.store, batch);
  }

  create({ name, size, page, at, bytes, base, provider }: Creation): boolean {
    const { variables, changes, keeper } = this.store;
    if (changes.revision !== base || variables.has(name)) return false;
    if (!variables.addAsleep(name, page, at, bytes)) return false;
    changes.add(name, 'created', provider);
    this.store.totalBytes += size;
    keeper.keptAsleep(size);
    return true;
  }

  end(): void {
    this.store.variables.settle();
  }

  #empty({ history, recycleBin, historyBytes, changes }: ReplayLimits): Store {
    this.#account.reset();
    const store = new Store({ ...this.#limits, history, recycleBin, historyBytes, changes });
    store.keeper = this.#account;
    return store;
  }
}

/** Whether changes do the same under both. */
export function sameLimits(a: ReplayLimits, b: ReplayLimits): boolean {
  return (
    a.history === b.history &&
    a.recycleBin === b.recycleBin &&
    a.historyBytes === b.historyBytes &&
    a.changes === b.changes
  );
}
