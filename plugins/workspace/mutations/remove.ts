import { type Announcement, announce, type Store } from '../store.ts';
import type { Variable } from '../variable.ts';
import type { Remove } from './mutation.ts';
import type { Stamp } from './stamp.ts';

/** Moves a variable into the recycle bin. */
export function applyRemove(store: Store, { name }: Remove, stamp: Stamp): Announcement {
  const variable = store.living(name);
  const change = store.record(name, 'deleted', stamp);
  const { value } = variable.history.current;
  discard(store, variable, stamp);
  store.variables.delete(name);
  return announce('dataDeleted', change, value, stamp);
}

/** Puts a living variable into the recycle bin; its name is the caller's to free or to give away. */
export function discard(store: Store, variable: Variable, { provider, time }: Stamp): void {
  store.totalBytes -= variable.history.current.size;
  store.bin.put(variable, provider, time);
}
