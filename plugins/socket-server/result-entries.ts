import { Binary } from 'headframe';
import { Base64Value, JsonText, type PacketValue } from 'headframe/codec';
import { jsonValue } from 'headframe/framed';

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
