import type { Change } from '../change-log.ts';
import { type InfoUpdate, sameInfo, updatedInfo } from '../info.ts';
import type { Put, SetInfo } from '../mutations/mutation.ts';
import { applyPut } from '../mutations/put.ts';
import { applyInfo } from '../mutations/set-info.ts';
import type { PreparedValue } from '../revision.ts';
import { type Announcement, type Author, announce, type Store } from '../store.ts';
import { sameValue } from '../value.ts';
import { checkChange, checkRoom, checkValueSize } from './check.ts';

/** One variable of a write. */
export interface WriteEntry {
  readonly name: string;
  readonly prepared: PreparedValue;
  readonly ifRevision?: number | undefined;
  readonly info?: InfoUpdate | undefined;
  /** Keeps the value in memory alone. */
  readonly volatile?: boolean;
}

/** What became of one variable: its revision, and whether anything changed. */
export interface Written {
  readonly revision: number;
  readonly changed: boolean;
}

/** The effect of an operation: its answer, and what is to be announced, in the order of revisions. */
export interface Outcome<T> {
  readonly result: T;
  readonly announcements: readonly Announcement[];
}

/**
 * Writes variables, all or none; each takes the next revision, the same value again none.
 * Throws `BAD_NAME`, `RESERVED`, `LOCKED`, `CONFLICT`, `TOO_LARGE`, `TOO_MANY`, `BAD_VALUE`.
 */
export function write(
  store: Store,
  entries: readonly WriteEntry[],
  author: Author,
): Outcome<Map<string, Written>> {
  const infos = check(store, entries, author);
  const result = new Map<string, Written>();
  const announcements: Announcement[] = [];
  const mutations = entries.map((entry, index) => resolve(store, entry, infos[index]));
  const stamp = store.stamp(
    author,
    mutations.filter((one) => one !== undefined),
  );
  for (const [index, { name }] of entries.entries()) {
    const mutation = mutations[index];
    const announcement =
      mutation === undefined
        ? repeat(store, name, author)
        : mutation.kind === 'put'
          ? applyPut(store, mutation, stamp)
          : applyInfo(store, mutation, stamp);
    announcements.push(announcement);
    result.set(name, { revision: announcement.event.revision, changed: mutation !== undefined });
  }
  return { result, announcements };
}

type CheckedInfo = ReadonlyMap<string, unknown> | undefined;

function check(store: Store, entries: readonly WriteEntry[], author: Author): CheckedInfo[] {
  let bytes = 0;
  let created = 0;
  const infos = entries.map(({ name, prepared, ifRevision, info }) => {
    checkChange(store, name, author, ifRevision);
    checkValueSize(store, name, prepared.size);
    const variable = store.variables.get(name);
    if (!variable) created++;
    bytes += prepared.size - (variable?.history.current.size ?? 0);
    return info && updatedInfo(variable, info);
  });
  checkRoom(store, bytes, created);
  return infos;
}

/** What becomes of one entry: a new value, new free keys for the same one, or nothing. */
function resolve(store: Store, entry: WriteEntry, info: CheckedInfo): Put | SetInfo | undefined {
  const { name, prepared, volatile = false } = entry;
  const variable = store.variables.get(name);
  if (!variable) return { kind: 'put', name, prepared, info, volatile };
  const { current } = variable.history;
  // The same bytes on disk are more than the same bytes in memory alone.
  const repeated = sameValue(current.value, prepared.value) && (volatile || !current.volatile);
  if (!repeated) return { kind: 'put', name, prepared, info, volatile };
  return info && !sameInfo(variable.info, info) ? { kind: 'info', name, info } : undefined;
}

/** The same bytes again: no new revision. */
function repeat(store: Store, name: string, author: Author): Announcement {
  const { revision, history } = store.living(name);
  const change: Change = { name, revision, change: 'changed', provider: author.provider };
  return announce('dataRepeated', change, history.current.value, author);
}
