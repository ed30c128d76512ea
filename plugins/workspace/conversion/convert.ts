import { encodePickle, encodeTypedJson, type PyValue, typedJsonToPickle } from 'headframe/codec';
import type { Method, StoredValue } from '../value.ts';
import { decode } from './decode.ts';

/** A value as one document of the other method, or as typed JSON without its buffers. Throws `NOT_CONVERTIBLE`. */
export function convert(value: StoredValue, to: Method): Uint8Array {
  if (to === 'pickle') return typedJsonToPickle(value.document, { buffers: value.buffers });
  return nativeDocument(decode(value), to);
}

/** A JavaScript value as one document. Throws `NOT_CONVERTIBLE`. */
export function nativeDocument(value: PyValue, method: Method): Uint8Array {
  return method === 'pickle' ? encodePickle(value) : encodeTypedJson(value).document;
}
