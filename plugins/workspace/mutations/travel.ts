import { type Announcement, announce, type Store } from '../store.ts';
import type { Travel } from './mutation.ts';
import type { Stamp } from './stamp.ts';

/** Goes back or forward in a variable's history, which has at least one step to take; returns how many were taken. */
export function applyTravel(
  store: Store,
  { name, direction, steps }: Travel,
  stamp: Stamp,
): { taken: number; announcement: Announcement } {
  const variable = store.living(name);
  const { history } = variable;
  const before = history.current.size;
  const taken = history[direction](steps);
  const change = store.record(name, 'changed', stamp);
  store.totalBytes += history.current.size - before;
  variable.modified(change.revision, stamp.provider, stamp.time);
  return { taken, announcement: announce('dataChanged', change, history.current.value, stamp) };
}
