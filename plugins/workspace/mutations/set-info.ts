import { type Announcement, announce, type Store } from '../store.ts';
import type { SetInfo } from './mutation.ts';
import type { Stamp } from './stamp.ts';

/** Replaces a variable's free keys. */
export function applyInfo(store: Store, { name, info }: SetInfo, stamp: Stamp): Announcement {
  const variable = store.living(name);
  variable.info = info;
  const change = store.record(name, 'metadata', stamp);
  variable.revision = change.revision;
  return announce('metadataChanged', change, variable.history.current.value, stamp);
}
