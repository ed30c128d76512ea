import { workspaceError } from '../errors.ts';
import { type Author, announce, type Store } from '../store.ts';
import { checkChange, checkRoom } from './check.ts';
import { discard } from './delete.ts';
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
  const variable = store.bin.take(entry);
  const change = store.record(name, 'restored', author);
  store.variables.set(name, variable);
  store.totalBytes += size;
  variable.modified(change.revision, author.provider, store.now());
  if (living) discard(store, living, author);
  const { value } = variable.history.current;
  return {
    result: { name, revision: change.revision },
    announcements: [announce('dataRestored', change, value, author)],
  };
}
