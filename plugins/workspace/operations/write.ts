import type { Change } from '../change-log.ts';
import { type InfoUpdate, sameInfo, updatedInfo } from '../info.ts';
import type { Mutation, Put, SetInfo } from '../mutations/mutation.ts';
import { applyPut } from '../mutations/put.ts';
import { applyInfo } from '../mutations/set-info.ts';
import type { Stamp } from '../mutations/stamp.ts';
import type { PreparedValue, Revision } from '../revision.ts';
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
 * Writes variables, all or none; each takes the next revision, the same value again none. An entry without
 * conditions may have the name of one before it, and follows it. `announcements` has one for each entry.
 * Throws `BAD_NAME`, `RESERVED`, `LOCKED`, `CONFLICT`, `TOO_LARGE`, `TOO_MANY`, `BAD_VALUE`.
 */
export function write(
  store: Store,
  entries: readonly WriteEntry[],
  author: Author,
): Outcome<Map<string, Written>> {
  const announcements = writeAll(store, entries, author);
  const result = new Map(announcements.map((one) => [one.event.name, written(one)]));
  return { result, announcements };
}

/** Writes variables as `write` does, and gives what is to be announced. */
export function writeAll(store: Store, entries: readonly WriteEntry[], author: Author): Announcement[] {
  let bytes = 0;
  let created = 0;
  const latest = new Map<string, Current>();
  const mutations = entries.map((entry) => {
    const { name, prepared, volatile = false } = entry;
    const info = checkEntry(store, entry, author);
    const current = latest.get(name) ?? store.variables.get(name)?.history.current;
    if (!current) created++;
    bytes += prepared.size - (current?.size ?? 0);
    latest.set(name, { value: prepared.value, size: prepared.size, volatile });
    return resolve(store, entry, current, info);
  });
  checkRoom(store, bytes, created);
  const stamp = store.stamp(
    author,
    mutations.filter((one) => one !== undefined),
  );
  return entries.map(({ name }, index) => apply(store, name, mutations[index], stamp));
}

/** Writes one variable, as `write` does, and gives what is to be announced. */
export function writeOne(store: Store, entry: WriteEntry, author: Author): Announcement {
  const info = checkEntry(store, entry, author);
  const current = store.variables.get(entry.name)?.history.current;
  checkRoom(store, entry.prepared.size - (current?.size ?? 0), current ? 0 : 1);
  const mutation = resolve(store, entry, current, info);
  const stamp = store.stamp(author, mutation === undefined ? NO_MUTATIONS : [mutation]);
  return apply(store, entry.name, mutation, stamp);
}

/** What the announcement of a write says to the writer. */
export function written({ hook, event }: Announcement): Written {
  return { revision: event.revision, changed: hook !== 'dataRepeated' };
}

/** What a variable has when its turn comes. */
type Current = Pick<Revision, 'value' | 'size' | 'volatile'>;

type CheckedInfo = ReadonlyMap<string, unknown> | undefined;
/** What becomes of one variable: nothing when it is written with what it has. */
type Effect = Put | SetInfo | undefined;

const NO_MUTATIONS: readonly Mutation[] = [];

function checkEntry(store: Store, entry: WriteEntry, author: Author): CheckedInfo {
  const { name, prepared, ifRevision, info } = entry;
  checkChange(store, name, author, ifRevision);
  checkValueSize(store, name, prepared.size);
  return info && updatedInfo(store.variables.get(name), info);
}

/** What becomes of one entry: a new value, new free keys for the same one, or nothing. */
function resolve(store: Store, entry: WriteEntry, current: Current | undefined, info: CheckedInfo): Effect {
  const { name, prepared, volatile = false } = entry;
  if (!current) return { kind: 'put', name, prepared, info, volatile };
  // The same bytes on disk are more than the same bytes in memory alone.
  const repeated = sameValue(current.value, prepared.value) && (volatile || !current.volatile);
  if (!repeated) return { kind: 'put', name, prepared, info, volatile };
  const variable = store.variables.get(name);
  return info && variable && !sameInfo(variable.info, info) ? { kind: 'info', name, info } : undefined;
}

function apply(store: Store, name: string, effect: Effect, stamp: Stamp): Announcement {
  if (effect === undefined) return repeat(store, name, stamp);
  return effect.kind === 'put' ? applyPut(store, effect, stamp) : applyInfo(store, effect, stamp);
}

/** The same bytes again: no new revision. */
function repeat(store: Store, name: string, author: Author): Announcement {
  const { revision, history } = store.living(name);
  const change: Change = { name, revision, change: 'changed', provider: author.provider };
  return announce('dataRepeated', change, history.current.value, author);
}
