import { randomUUID } from 'node:crypto';
import { replay } from '../mutations/apply.ts';
import type { Batch, Mutation } from '../mutations/mutation.ts';
import { hasVolatile } from '../mutations/purge.ts';
import { Store, type StoreLimits } from '../store.ts';
import { captureStore, fillStore, type StoreImage } from '../store-image.ts';
import type { Recovery, RecoveryTarget } from './engine.ts';
import type { ReplayLimits } from './file-header.ts';
import type { Storage } from './storage.ts';

/** Who changes what a restart changes. */
const PROVIDER = 'headframe';

/** A recovered store, and what its recovery found. */
export interface RecoveredStore {
  readonly store: Store;
  readonly recovery: Recovery;
  /** Files of values that nobody needed any more. */
  readonly orphans: readonly string[];
}

/**
 * Rebuilds the store from what is on disk, exactly as it was: history, recycle bin, metadata, types,
 * changes. Then limits that have become smaller are applied, and values that were kept in memory alone
 * taken away. Throws `STORAGE_CORRUPT`, `STORAGE_NEWER`, `IO_FAILED`, `DISK_FULL`.
 */
export function recoverStore(storage: Storage, limits: StoreLimits): RecoveredStore {
  const rebuilding = new Rebuilding(storage, limits);
  const recovery = storage.engine.recover(rebuilding);
  const changed = !sameLimits(rebuilding.store.limits, limits);
  rebuilding.limits(limits);
  const { store } = rebuilding;
  const orphans = storage.blobs.sweep();
  if (changed) storage.engine.relimit(limits);
  storage.attach(store);
  if (recovery.lost || recovery.fresh) change(store, { kind: 'rebirth', id: randomUUID() });
  if (hasVolatile(store)) change(store, { kind: 'purge' });
  return { store, recovery, orphans };
}

/** A store that is told what was kept. */
class Rebuilding implements RecoveryTarget {
  store: Store;
  readonly #storage: Storage;
  readonly #limits: StoreLimits;

  constructor(storage: Storage, limits: StoreLimits) {
    this.#storage = storage;
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

  image(image: StoreImage): void {
    fillStore(this.store, image);
  }

  batch(batch: Batch): void {
    replay(this.store, batch);
  }

  #empty({ history, recycleBin, historyBytes, changes }: ReplayLimits): Store {
    this.#storage.reset();
    const store = new Store({ ...this.#limits, history, recycleBin, historyBytes, changes });
    store.keeper = this.#storage;
    return store;
  }
}

function sameLimits(a: ReplayLimits, b: ReplayLimits): boolean {
  return (
    a.history === b.history &&
    a.recycleBin === b.recycleBin &&
    a.historyBytes === b.historyBytes &&
    a.changes === b.changes
  );
}

/** Makes a change of the host's own, as any other: written first, then made. */
function change(store: Store, mutation: Mutation): void {
  const { revision: base } = store.changes;
  const { time } = store.stamp({ provider: PROVIDER }, [mutation]);
  replay(store, { base, provider: PROVIDER, time, mutations: [mutation] });
}
