import { History } from '../history.ts';
import type { Revision } from '../revision.ts';
import { type Announcement, announce, type Store } from '../store.ts';
import { Variable } from '../variable.ts';
import type { Put } from './mutation.ts';
import type { Stamp } from './stamp.ts';

/** Makes a value the current one of its name. */
export function applyPut(store: Store, put: Put, stamp: Stamp): Announcement {
  const { name, info } = put;
  const known = store.variables.get(name);
  const change = store.record(name, known ? 'changed' : 'created', stamp);
  const revision = revisionOf(put, stamp, change.revision);
  store.keeper.kept(revision);
  store.totalBytes += revision.size - (known?.history.current.size ?? 0);
  if (known) {
    known.history.push(revision);
    known.modified(change.revision, stamp.provider, stamp.time);
    if (info) known.info = info;
    return announce('dataChanged', change, revision.value, stamp);
  }
  const variable = Variable.created(name, new History(revision, store.limits.history, store.budget));
  if (info) variable.info = info;
  store.variables.set(name, variable);
  return announce('dataCreated', change, revision.value, stamp);
}

function revisionOf({ prepared, volatile }: Put, { provider, time }: Stamp, revision: number): Revision {
  const { value, size, scan } = prepared;
  return { value, size, scan, volatile, revision, provider, time, description: undefined, kind: undefined };
}
