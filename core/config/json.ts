/** An object of JSON values. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A place in a document: keys and, inside arrays, indices. */
export type Path = readonly string[];

/** Names that JavaScript gives a meaning of its own: refused as keys and in setting paths. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'then',
  'toJSON',
]);

/** How deep objects and arrays may be nested in a config file or a setting's value. */
export const MAX_DEPTH = 64;

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path, or `undefined`. Own properties only. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

/** Whether something stands at a path. */
export function hasPath(value: unknown, path: Path): boolean {
  return path.length === 0 || valueAt(value, path) !== undefined;
}

/** A copy with `value` at a path; what is no object on the way is replaced by one. */
export function withValue(object: JsonObject, path: Path, value: unknown): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return isObject(value) ? value : object;
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = valueAt(object, [key]);
  return { ...object, [key]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

/** Two objects joined, objects inside them too; anything else of `above`, arrays included, replaces what was below. */
export function merge(below: JsonObject, above: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = valueAt(below, [key]);
    merged[key] = isObject(value) && isObject(under) ? merge(under, value) : value;
  }
  return merged;
}

/** Every value that is no object, or an empty one, with its path. */
export function* leaves(object: JsonObject, path: Path = []): Iterable<[Path, unknown]> {
  for (const [key, value] of Object.entries(object)) {
    const here = [...path, key];
    if (isObject(value) && Object.keys(value).length > 0) yield* leaves(value, here);
    else yield [here, value];
  }
}

/** Freezes a value and all inside it, and returns it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/** Why a value cannot be written as JSON into a config file, or nothing. */
export function jsonProblem(value: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'must be a finite number';
  if (Array.isArray(value)) return firstProblem(value, depth);
  if (typeof value !== 'object' || !isPlain(value)) return `must be a JSON value, not ${describe(value)}`;
  const forbidden = Object.keys(value).find((key) => FORBIDDEN_KEYS.has(key));
  return forbidden === undefined
    ? firstProblem(Object.values(value), depth)
    : `must not have the key ${forbidden}`;
}

function firstProblem(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const problem = jsonProblem(value, depth + 1);
    if (problem) return problem;
  }
  return undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  return `an object of class ${value.constructor?.name ?? 'unknown'}`;
}
