import { Binary, HeadframeError } from 'headframe';
import { Base64Value, JsonText, type JsonValue, type PacketValue } from 'headframe/codec';

/** The members of an answer, in the order in which they are written. */
export type Entries = readonly (readonly [key: string, value: PacketValue])[];

/**
 * A command's result as members of an answer: bytes become base64, plain JSON stays, and members that
 * are `undefined` are left out, as `JSON.stringify` does. Throws `INTERNAL` for a result that no
 * command may give.
 */
export function resultEntries(result: object): Entries {
  const members = result instanceof Map ? [...result] : Object.entries(result);
  return members
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [String(key), packetValue(value, key)] as const);
}

function packetValue(value: unknown, path: string): PacketValue {
  if (value instanceof Binary) return new Base64Value(value.chunks());
  if (value instanceof JsonText) return value;
  return jsonValue(value, path);
}

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
