import type { Remove } from '../mutations/mutation.ts';
import { applyRemove } from '../mutations/remove.ts';
import type { Author, Store } from '../store.ts';
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
  for (const { name, ifRevision } of unique.values()) changeable(store, name, author, ifRevision);
  const names = [...unique.keys()];
  const removals = names.map((name): Remove => ({ kind: 'remove', name }));
  const stamp = store.stamp(author, removals);
  return { result: names, announcements: removals.map((removal) => applyRemove(store, removal, stamp)) };
}

/** Moves all variables into the recycle bin. Throws `LOCKED` when another session holds one, and deletes none. */
export function clear(store: Store, author: Author): Outcome<string[]> {
  const entries = [...store.variables.keys()].map((name) => ({ name }));
  return deleteVariables(store, entries, author);
}
