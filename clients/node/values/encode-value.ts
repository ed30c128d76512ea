import { encodeTypedJson } from '../../../codec/json/encode.ts';
import { encodePickle } from '../../../codec/pickle/encode.ts';
import type { Method } from './raw-value.ts';

/** A value to be sent; a short document may be a text still. */
export interface EncodedValue {
  readonly method: Method;
  readonly document: Uint8Array | string;
  readonly buffers: readonly Uint8Array[];
}

/** Raw data from this size stands beside the document instead of becoming base64 in it. */
const ATTACH_FROM = 1024;
const SHORT_TEXT = 4096;
const NO_BUFFERS: readonly Uint8Array[] = [];

/**
 * A JavaScript value as a document: as `encodeTypedJson` and `encodePickle` of `headframe/codec` say. A typed
 * array's memory is referred to, not copied. Throws `CodecError` `NOT_CONVERTIBLE`, `TOO_LARGE`.
 */
export function encodeValue(value: unknown, method: Method): EncodedValue {
  if (method === 'pickle') return { method, document: encodePickle(value), buffers: NO_BUFFERS };
  const short = shortText(value);
  if (short !== undefined) return { method, document: short, buffers: NO_BUFFERS };
  const { document, buffers } = encodeTypedJson(value, { attachFrom: ATTACH_FROM });
  return { method, document, buffers };
}

/** The document of a value that is the same in JSON and in typed JSON. */
function shortText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length <= SHORT_TEXT ? JSON.stringify(value) : undefined;
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value);
    return undefined;
  }
  return typeof value === 'boolean' || value === null ? String(value) : undefined;
}
