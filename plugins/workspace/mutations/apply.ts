import type { Store } from '../store.ts';
import type { Batch, Mutation } from './mutation.ts';
import { applyPurge } from './purge.ts';
import { applyPut } from './put.ts';
import { applyRemove } from './remove.ts';
import { applyRename } from './rename.ts';
import { applyRestore } from './restore.ts';
import { applyInfo } from './set-info.ts';
import type { Stamp } from './stamp.ts';
import { applyTravel } from './travel.ts';

/** Applies a logged batch again, to a store in the state that it was logged for. Throws when it is in another one. */
export function replay(store: Store, { base, provider, time, mutations }: Batch): void {
  if (store.changes.revision !== base) {
    throw new Error(`changes after revision ${base} do not follow revision ${store.changes.revision}`);
  }
  const stamp: Stamp = { provider, time };
  for (const mutation of mutations) apply(store, mutation, stamp);
}

function apply(store: Store, mutation: Mutation, stamp: Stamp): void {
  switch (mutation.kind) {
    case 'put':
      applyPut(store, mutation, stamp);
      break;
    case 'remove':
      applyRemove(store, mutation, stamp);
      break;
    case 'rename':
      applyRename(store, mutation, stamp);
      break;
    case 'travel':
      applyTravel(store, mutation, stamp);
      break;
    case 'restore':
      applyRestore(store, mutation, stamp);
      break;
    case 'info':
      applyInfo(store, mutation, stamp);
      break;
    case 'type':
      store.types.add(mutation.name, mutation.structure);
      break;
    case 'purge':
      applyPurge(store, stamp);
      break;
    case 'rebirth':
      store.changes.id = mutation.id;
      break;
  }
}
