import { workspaceError } from '../errors.ts';
import { History } from '../history.ts';
import { type InfoUpdate, sameInfo, setInfo, updatedInfo } from '../info.ts';
import type { PreparedValue, Revision } from '../revision.ts';
import { type Announcement, type Author, announce, type Store } from '../store.ts';
import { sameValue } from '../value.ts';
import { Variable } from '../variable.ts';
import { checkChange, checkRoom } from './check.ts';

/** One variable of a write. */
export interface WriteEntry {
  readonly name: string;
  readonly prepared: PreparedValue;
  readonly ifRevision?: number | undefined;
  readonly info?: InfoUpdate | undefined;
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
  for (const [index, entry] of entries.entries()) {
    const announcement = writeOne(store, entry, author, infos[index]);
    announcements.push(announcement);
    const { revision } = announcement.event;
    result.set(entry.name, { revision, changed: announcement.hook !== 'dataRepeated' });
  }
  return { result, announcements };
}

type CheckedInfo = ReadonlyMap<string, unknown> | undefined;

function check(store: Store, entries: readonly WriteEntry[], author: Author): CheckedInfo[] {
  let bytes = 0;
  let created = 0;
  const infos = entries.map(({ name, prepared, ifRevision, info }) => {
    checkChange(store, name, author, ifRevision);
    const { maxValueBytes } = store.limits;
    if (prepared.size > maxValueBytes) {
      const message = `${name} has ${prepared.size} bytes; a value may have ${maxValueBytes} (workspace.max_value_bytes)`;
      throw workspaceError('TOO_LARGE', message, { name, size: prepared.size, limit: maxValueBytes });
    }
    const variable = store.variables.get(name);
    if (!variable) created++;
    bytes += prepared.size - (variable?.history.current.size ?? 0);
    return info && updatedInfo(variable, info);
  });
  checkRoom(store, bytes, created);
  return infos;
}

function writeOne(store: Store, entry: WriteEntry, author: Author, info: CheckedInfo): Announcement {
  const variable = store.variables.get(entry.name);
  if (!variable) return create(store, entry, author, info);
  const { current } = variable.history;
  const { value } = entry.prepared;
  if (sameValue(current.value, value)) return repeat(store, variable, author, info);
  const change = store.record(entry.name, 'changed', author);
  const revision = revisionOf(entry, author, change.revision, store.now());
  store.totalBytes += revision.size - current.size;
  variable.history.push(revision);
  variable.modified(change.revision, author.provider, revision.time);
  if (info) setInfo(variable, info);
  return announce('dataChanged', change, value, author);
}

function create(store: Store, entry: WriteEntry, author: Author, info: CheckedInfo): Announcement {
  const { name } = entry;
  const change = store.record(name, 'created', author);
  const revision = revisionOf(entry, author, change.revision, store.now());
  const history = new History(revision, store.limits.history, store.budget);
  const variable = new Variable(name, history);
  if (info) setInfo(variable, info);
  store.variables.set(name, variable);
  store.totalBytes += revision.size;
  return announce('dataCreated', change, revision.value, author);
}

/** The same bytes again: no new revision, unless its free keys change. */
function repeat(store: Store, variable: Variable, author: Author, info: CheckedInfo): Announcement {
  const { name, revision } = variable;
  const { value } = variable.history.current;
  if (info && !sameInfo(variable.info, info)) {
    setInfo(variable, info);
    const change = store.record(name, 'metadata', author);
    variable.revision = change.revision;
    return announce('metadataChanged', change, value, author);
  }
  return announce(
    'dataRepeated',
    { name, revision, change: 'changed', provider: author.provider },
    value,
    author,
  );
}

function revisionOf(
  { prepared }: WriteEntry,
  { provider }: Author,
  revision: number,
  time: number,
): Revision {
  const { value, size, scan } = prepared;
  return { value, size, scan, revision, provider, time, description: undefined, kind: undefined };
}
