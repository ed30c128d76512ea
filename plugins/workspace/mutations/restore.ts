import { type Announcement, announce, type Store } from '../store.ts';
import type { Restore } from './mutation.ts';
import { discard } from './remove.ts';
import type { Stamp } from './stamp.ts';

/** Brings a deleted variable back; a living one of its name moves into the recycle bin. */
export function applyRestore(store: Store, { index }: Restore, stamp: Stamp): Announcement {
  const entry = store.bin.find(index);
  if (!entry) throw new Error(`the recycle bin has no entry ${index}`);
  const { name } = entry.variable;
  const living = store.variables.get(name);
  const variable = store.bin.take(entry);
  const change = store.record(name, 'restored', stamp);
  store.variables.set(name, variable);
  store.totalBytes += variable.history.current.size;
  variable.modified(change.revision, stamp.provider, stamp.time);
  if (living) discard(store, living, stamp);
  return announce('dataRestored', change, variable.history.current.value, stamp);
}
