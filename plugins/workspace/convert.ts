import { bringInBand } from 'headframe/codec';
import { convert } from './conversion/convert.ts';
import type { Converter } from './conversion/converter.ts';
import { checkDecodable } from './native.ts';
import { type Method, type StoredValue, sizeOf } from './value.ts';

/** Values from this size on are decoded in another thread: so many bytes take some tens of milliseconds. */
export const LARGE_BYTES = 4 * 1024 * 1024;

/**
 * A value as one document of the wanted method, without buffers: as it is where it can be, else
 * converted, a large one by the converter. Throws `NOT_CONVERTIBLE`, `TOO_LARGE`, `TOO_MANY`.
 */
export async function toDocument(
  value: StoredValue,
  method: Method,
  converter: Converter,
): Promise<Uint8Array> {
  const { document, buffers } = value;
  if (value.method === method) {
    if (buffers.length === 0) return document;
    if (method === 'pickle') return bringInBand(document, buffers).toBuffer();
  }
  if (method === 'json') checkDecodable(value);
  return sizeOf(value) < LARGE_BYTES ? convert(value, method) : converter.convert(value, method);
}
