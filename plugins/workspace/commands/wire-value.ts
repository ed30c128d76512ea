import { Binary, type WireValue } from 'headframe';
import { JsonText } from 'headframe/codec';
import type { Method, StoredValue } from '../value.ts';

/** A value as it came in a request, in bytes of its own. Throws `BAD_BASE64`, `BAD_PARAMS`. */
export async function receive(value: WireValue, method: Method): Promise<StoredValue> {
  const document = method === 'json' ? Buffer.from(value.json()) : await value.bytes();
  return { method, document, buffers: value.buffers };
}

/** A document as a member of an answer: JSON as it stands, a pickle as bytes. */
export function deliver(document: Uint8Array, method: Method): JsonText | Binary {
  return method === 'json' ? new JsonText([document]) : Binary.of(document);
}
