import { workspaceError } from '../errors.ts';
import type { Restore } from '../mutations/mutation.ts';
import { applyRestore } from '../mutations/restore.ts';
import type { Author, Store } from '../store.ts';
import { checkChange, checkRoom } from './check.ts';
import type { Outcome } from './write.ts';

/** What came back: under which name, at which revision. */
export interface Restored {
  readonly name: string;
  readonly revision: number;
}

/**
 * Brings a deleted variable back with its history: the last one deleted under a name, or the one with
 * a number in the recycle bin. A living variable of that name moves into the bin.
 * Throws `NOT_FOUND`, `LOCKED`, `CONFLICT`, `TOO_LARGE`, `TOO_MANY`.
 */
export function restore(
  store: Store,
  key: string | number,
  author: Author,
  ifRevision?: number,
): Outcome<Restored> {
  const entry = store.bin.find(key);
  if (!entry) {
    throw workspaceError('NOT_FOUND', `the recycle bin has no ${JSON.stringify(key)}`, { name: key });
  }
  const { name } = entry.variable;
  checkChange(store, name, author, ifRevision);
  const living = store.variables.get(name);
  const { size } = entry.variable.history.current;
  checkRoom(store, size - (living?.history.current.size ?? 0), living ? 0 : 1);
  const mutation: Restore = { kind: 'restore', index: entry.index };
  const announcement = applyRestore(store, mutation, store.stamp(author, [mutation]));
  return { result: { name, revision: announcement.event.revision }, announcements: [announcement] };
}
