import { randomUUID } from 'node:crypto';
import { replay } from '../mutations/apply.ts';
import type { Mutation } from '../mutations/mutation.ts';
import { hasVolatile } from '../mutations/purge.ts';
import type { Store, StoreLimits } from '../store.ts';
import type { Recovery } from './engine.ts';
import { Rebuilding, sameLimits } from './rebuilding.ts';
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
  const rebuilding = new Rebuilding(limits, storage);
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

/** Makes a change of the host's own, as any other: written first, then made. */
function change(store: Store, mutation: Mutation): void {
  const { revision: base } = store.changes;
  const { time } = store.stamp({ provider: PROVIDER }, [mutation]);
  replay(store, { base, provider: PROVIDER, time, mutations: [mutation] });
}
