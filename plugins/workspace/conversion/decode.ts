import { decodePickle, decodeTypedJson, type PyValue } from 'headframe/codec';
import type { StoredValue } from '../value.ts';

/** The value as JavaScript: see the codec's values. Throws `NOT_CONVERTIBLE`. */
export function decode({ method, document, buffers }: StoredValue): PyValue {
  return method === 'json' ? decodeTypedJson(document, { buffers }) : decodePickle(document, { buffers });
}
