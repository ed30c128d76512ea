import { type Announcement, announce, type Store } from '../store.ts';
import type { Rename } from './mutation.ts';
import type { Stamp } from './stamp.ts';

/** Gives a variable another name. One revision, announced as the old name deleted and the new one created. */
export function applyRename(store: Store, { from, to }: Rename, stamp: Stamp): Announcement[] {
  const variable = store.living(from);
  const change = store.record(to, 'renamed', stamp, from);
  store.variables.delete(from);
  store.variables.set(to, variable);
  variable.name = to;
  variable.modified(change.revision, stamp.provider, stamp.time);
  const { value } = variable.history.current;
  const { from: _, ...gone } = change;
  return [
    announce('dataDeleted', { ...gone, name: from }, value, stamp),
    announce('dataCreated', change, value, stamp),
  ];
}
