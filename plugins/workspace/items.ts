import { describeValue, type Kind, PyObject, type PyValue } from 'headframe/codec';
import { workspaceError } from './errors.ts';

/** A part of a container, told without handing it out. */
export interface Item {
  /** Its index, its key as `repr` would show it, or an attribute's name. */
  readonly key: string;
  readonly kind: Kind;
  readonly type: string;
  readonly dtype: string | null;
  readonly shape: readonly number[] | null;
  readonly length: number | null;
  readonly preview: string;
  /** How many items it has in turn; 0 for what is no container. */
  readonly items: number;
}

/** Some of a container's items. */
export interface Items {
  /** How many there are. */
  readonly count: number;
  readonly items: readonly Item[];
}

/** Which items: those from `start` on, without `stop`. */
export interface ItemRange {
  readonly start: number;
  readonly stop: number;
}

type Entry = readonly [key: string, value: PyValue];

/** A container's entries in its order. */
interface Container {
  readonly count: number;
  entries(): Iterable<Entry>;
}

/**
 * The items of a container within a value: of a sequence, mapping or set, or what an object was made of.
 * `path` leads to the container by the places of its items, each from 0 in the order of the container.
 * Throws `BAD_VALUE` when it leads nowhere.
 */
export function itemsOf(value: PyValue, path: readonly number[], { start, stop }: ItemRange): Items {
  let inner = value;
  for (const place of path) {
    const [found] = part(containerOf(inner), place, place + 1);
    if (!found) throw workspaceError('BAD_VALUE', `there is no item at the path ${JSON.stringify(path)}`);
    inner = found[1];
  }
  const container = containerOf(inner);
  return { count: container.count, items: part(container, start, stop).map(describeItem) };
}

function describeItem([key, value]: Entry): Item {
  const { kind, type, dtype = null, shape = null, length = null, preview } = describeValue(value, 0);
  return { key, kind, type, dtype, shape, length, preview, items: containerOf(value).count };
}

function part({ count, entries }: Container, start: number, stop: number): Entry[] {
  const found: Entry[] = [];
  let place = 0;
  if (start >= count) return found;
  for (const entry of entries()) {
    if (place >= stop) break;
    if (place >= start) found.push(entry);
    place += 1;
  }
  return found;
}

function containerOf(value: PyValue): Container {
  if (value instanceof Map) {
    return { count: value.size, entries: () => keyed(value) };
  }
  if (Array.isArray(value)) return { count: value.length, entries: () => numbered(value) };
  if (value instanceof Set) return { count: value.size, entries: () => numbered(value) };
  if (!(value instanceof PyObject)) return { count: 0, entries: () => [] };
  const parts = partsOf(value);
  return { count: parts.length, entries: () => parts };
}

/** What an object was made of: arguments, and what was put into it. */
function partsOf({ args, kwargs, state, items, pairs }: PyObject): Entry[] {
  const attributes =
    state instanceof Map ? [...keyed(state)] : state === undefined ? [] : [['state', state] as const];
  return [
    ...args.map((arg, index) => [`args[${index}]`, arg] as const),
    ...(kwargs ? keyed(kwargs) : []),
    ...attributes,
    ...(items ? numbered(items) : []),
    ...(pairs ?? []).flatMap((key, index) =>
      index % 2 === 0 ? [[nameOf(key), pairs?.[index + 1] ?? null] as const] : [],
    ),
  ];
}

function* keyed(map: ReadonlyMap<PyValue, PyValue>): Generator<Entry> {
  for (const [key, value] of map) yield [nameOf(key), value];
}

function* numbered(items: Iterable<PyValue>): Generator<Entry> {
  let index = 0;
  for (const item of items) yield [String(index++), item];
}

function nameOf(key: PyValue): string {
  return describeValue(key, 0).preview;
}
