import { encodePickle, encodeTypedJson, type PyValue } from 'headframe/codec';
import { decode } from './conversion/decode.ts';
import { workspaceError } from './errors.ts';
import { type Method, type StoredValue, sizeOf } from './value.ts';

/** Raw data from this size stays beside the document instead of becoming base64 in it. */
const ATTACH_FROM = 1024;

/** Bytes beyond which a value is not turned into JavaScript objects. */
export const MAX_DECODED_BYTES = 256 * 1024 * 1024;

/** The value as JavaScript: see the codec's values. Throws `NOT_CONVERTIBLE`, `TOO_LARGE`. */
export function toNative(value: StoredValue): PyValue {
  checkDecodable(value);
  return decode(value);
}

/** Throws `TOO_LARGE` for a value that would be too much as JavaScript objects. */
export function checkDecodable(value: StoredValue): void {
  const size = sizeOf(value);
  if (size <= MAX_DECODED_BYTES) return;
  throw workspaceError(
    'TOO_LARGE',
    `a value of ${size} bytes is not decoded; the limit is ${MAX_DECODED_BYTES}`,
  );
}

/** A JavaScript value as a document. Throws `NOT_CONVERTIBLE`. */
export function fromNative(value: unknown, method: Method = 'json'): StoredValue {
  if (method === 'pickle') return { method, document: encodePickle(value), buffers: [] };
  const { document, buffers } = encodeTypedJson(value, { attachFrom: ATTACH_FROM });
  return { method, document, buffers };
}
