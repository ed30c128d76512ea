import { type Announcement, announce, type Store } from '../store.ts';
import type { Stamp } from './stamp.ts';

/**
 * Takes away the revisions that were kept in memory alone. A variable goes back to the last revision
 * before that was not; one that has none is gone, and not into the recycle bin.
 */
export function applyPurge(store: Store, stamp: Stamp): Announcement[] {
  const announcements: Announcement[] = [];
  // Those that sleep came from disk.
  for (const variable of [...store.variables.awake()]) {
    const { name, history } = variable;
    const before = history.current;
    const remains = history.purge();
    if (remains && history.current === before) continue;
    store.totalBytes += (remains ? history.current.size : 0) - before.size;
    const change = store.record(name, remains ? 'changed' : 'deleted', stamp);
    if (remains) variable.modified(change.revision, stamp.provider, stamp.time);
    else store.variables.delete(name);
    announcements.push(
      announce(remains ? 'dataChanged' : 'dataDeleted', change, history.current.value, stamp),
    );
  }
  store.bin.purge();
  return announcements;
}

/** Whether there is anything that a purge would take away. */
export function hasVolatile(store: Store): boolean {
  const variables = [...store.variables.awake(), ...store.bin.entries().map(({ variable }) => variable)];
  return variables.some(({ history }) => history.revisions().some(({ volatile }) => volatile));
}
