import { encodePickle, encodeTypedJson, type PyValue } from 'headframe/codec';
import { toNative } from './native.ts';
import { toPickle } from './pickles.ts';
import type { Method, StoredValue } from './value.ts';

/**
 * A value as one document of the wanted method, without buffers: as it is where it can be, else
 * converted. Throws `NOT_CONVERTIBLE`, `TOO_LARGE`.
 */
export async function toDocument(value: StoredValue, method: Method): Promise<Uint8Array> {
  if (method === 'pickle') return toPickle({ value });
  if (value.method === 'json' && value.buffers.length === 0) return value.document;
  return nativeDocument(toNative(value), method);
}

/** A JavaScript value as one document. Throws `NOT_CONVERTIBLE`. */
export function nativeDocument(value: PyValue, method: Method): Uint8Array {
  return method === 'pickle' ? encodePickle(value) : encodeTypedJson(value).document;
}
