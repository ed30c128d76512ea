import { workspaceError } from '../errors.ts';
import type { Rename } from '../mutations/mutation.ts';
import { applyRename } from '../mutations/rename.ts';
import type { Author, Store } from '../store.ts';
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
  const mutation: Rename = { kind: 'rename', from: name, to: newName };
  const announcements = applyRename(store, mutation, store.stamp(author, [mutation]));
  return { result: variable.revision, announcements };
}
