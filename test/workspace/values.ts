import { encodePickle } from 'headframe/codec';
import type { StoredValue } from 'headframe/workspace';

/** A JavaScript value as a pickle. */
export function pickle(value: unknown): StoredValue {
  return { method: 'pickle', document: encodePickle(value), buffers: [] };
}

/** JSON text as a value. */
export function json(text: string): StoredValue {
  return { method: 'json', document: Buffer.from(text), buffers: [] };
}
