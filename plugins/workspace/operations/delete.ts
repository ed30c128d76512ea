import { type Announcement, type Author, announce, type Store } from '../store.ts';
import type { Variable } from '../variable.ts';
import { changeable } from './check.ts';
import type { Outcome } from './write.ts';

/** What is to be deleted, and at which revision each is expected. */
export interface DeleteEntry {
  readonly name: string;
  readonly ifRevision?: number | undefined;
}

/** Moves variables into the recycle bin, all or none. Throws `NOT_FOUND`, `RESERVED`, `LOCKED`, `CONFLICT`. */
export function deleteVariables(
  store: Store,
  entries: readonly DeleteEntry[],
  author: Author,
): Outcome<string[]> {
  const unique = new Map(entries.map((entry) => [entry.name, entry]));
  const variables = [...unique.values()].map(({ name, ifRevision }) =>
    changeable(store, name, author, ifRevision),
  );
  const announcements = variables.map((variable) => deleteOne(store, variable, author));
  return { result: [...unique.keys()], announcements };
}

/** Moves all variables into the recycle bin. Throws `LOCKED` when another session holds one, and deletes none. */
export function clear(store: Store, author: Author): Outcome<string[]> {
  const entries = [...store.variables.keys()].map((name) => ({ name }));
  return deleteVariables(store, entries, author);
}

function deleteOne(store: Store, variable: Variable, author: Author): Announcement {
  const { name, history } = variable;
  const change = store.record(name, 'deleted', author);
  const { value } = history.current;
  discard(store, variable, author);
  store.variables.delete(name);
  return announce('dataDeleted', change, value, author);
}

/** Puts a living variable into the recycle bin; its name is the caller's to free or to give away. */
export function discard(store: Store, variable: Variable, author: Author): void {
  store.totalBytes -= variable.history.current.size;
  store.bin.put(variable, author.provider, store.now());
}
