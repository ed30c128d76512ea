import { workspaceError } from '../errors.ts';
import { type Announcement, type Author, announce, type Store } from '../store.ts';
import { changeable, checkChange } from './check.ts';
import type { Outcome } from './write.ts';

/**
 * Gives a variable another name; its history and metadata go along. One revision, announced as the old
 * name deleted and the new one created. Throws `NOT_FOUND`, `BAD_NAME`, `RESERVED`, `LOCKED`,
 * `CONFLICT`, and `DUPLICATE` when the new name is taken.
 */
export function rename(
  store: Store,
  { name, newName, ifRevision }: { name: string; newName: string; ifRevision?: number | undefined },
  author: Author,
): Outcome<number> {
  const variable = changeable(store, name, author, ifRevision);
  checkChange(store, newName, author);
  if (store.variables.has(newName)) {
    throw workspaceError('DUPLICATE', `there is a variable ${newName} already`, { name: newName });
  }
  const change = store.record(newName, 'renamed', author, name);
  store.variables.delete(name);
  store.variables.set(newName, variable);
  variable.name = newName;
  variable.modified(change.revision, author.provider, store.now());
  const { value } = variable.history.current;
  const { from: _, ...gone } = change;
  const announcements: Announcement[] = [
    announce('dataDeleted', { ...gone, name }, value, author),
    announce('dataCreated', change, value, author),
  ];
  return { result: change.revision, announcements };
}
