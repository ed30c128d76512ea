import { type InfoUpdate, sameInfo, updatedInfo } from '../info.ts';
import type { SetInfo } from '../mutations/mutation.ts';
import { applyInfo } from '../mutations/set-info.ts';
import type { Author, Store } from '../store.ts';
import { changeable } from './check.ts';
import type { Outcome } from './write.ts';

/**
 * Sets free keys of a variable; `null` takes one away. Nothing changes when they are so already.
 * Throws `NOT_FOUND`, `LOCKED`, `CONFLICT`, `BAD_VALUE`, `TOO_LARGE`.
 */
export function updateInfo(
  store: Store,
  { name, info, ifRevision }: { name: string; info: InfoUpdate; ifRevision?: number | undefined },
  author: Author,
): Outcome<number> {
  const variable = changeable(store, name, author, ifRevision);
  const updated = updatedInfo(variable, info);
  if (sameInfo(variable.info, updated)) return { result: variable.revision, announcements: [] };
  const mutation: SetInfo = { kind: 'info', name, info: updated };
  const announcement = applyInfo(store, mutation, store.stamp(author, [mutation]));
  return { result: variable.revision, announcements: [announcement] };
}
