import { type InfoUpdate, sameInfo, setInfo, updatedInfo } from '../info.ts';
import { type Author, announce, type Store } from '../store.ts';
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
  setInfo(variable, updated);
  const change = store.record(name, 'metadata', author);
  variable.revision = change.revision;
  const { value } = variable.history.current;
  return { result: change.revision, announcements: [announce('metadataChanged', change, value, author)] };
}
