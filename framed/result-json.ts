import { HeadframeError } from 'headframe';
import type { JsonValue } from 'headframe/codec';

/** A part of a result as JSON. Throws `INTERNAL` for what no command may give; `path` says where. */
export function jsonValue(value: unknown, path: string): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint' || Number.isFinite(value)) return value as bigint | number;
  if (Array.isArray(value)) return value.map((element, index) => jsonValue(element, `${path}[${index}]`));
  if (value instanceof Map) return members(value, path);
  if (typeof value === 'object' && isPlain(value)) return members(Object.entries(value), path);
  throw new HeadframeError('INTERNAL', `the command's result has no JSON at ${path}`);
}

function members(
  entries: Iterable<readonly [unknown, unknown]>,
  path: string,
): ReadonlyMap<string, JsonValue> {
  const kept = new Map<string, JsonValue>();
  for (const [key, value] of entries) {
    if (value !== undefined) kept.set(String(key), jsonValue(value, `${path}.${String(key)}`));
  }
  return kept;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
