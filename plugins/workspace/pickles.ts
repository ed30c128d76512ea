import { codeOf } from 'headframe';
import { bringInBand, splicePickledDictInSlices, typedJsonToPickle } from 'headframe/codec';
import type { PreparedValue } from './revision.ts';

/** One pickled dict of many variables, in pieces. */
export interface SplicedPickles {
  readonly byteLength: number;
  /** The bytes in order; each piece takes a bounded time to make. */
  readonly chunks: () => Iterable<Uint8Array>;
  /** Variables that have no pickle, with the code of the reason. */
  readonly skipped: ReadonlyMap<string, string>;
}

/** A value as one pickle that stands alone. Throws `NOT_CONVERTIBLE`. */
export async function toPickle({ value }: Pick<PreparedValue, 'value'>): Promise<Uint8Array> {
  if (value.method === 'json') return typedJsonToPickle(value.document, { buffers: value.buffers });
  const { document, buffers } = value;
  return buffers.length === 0 ? document : bringInBand(document, buffers).toBuffer();
}

/** One pickle of a dict of all these variables, made without decoding those that are pickles already. */
export async function splice(entries: Iterable<readonly [string, PreparedValue]>): Promise<SplicedPickles> {
  const parts: { name: string; pickle: Uint8Array; scan: PreparedValue['scan'] }[] = [];
  const skipped = new Map<string, string>();
  for (const [name, prepared] of entries) {
    try {
      const pickle = await toPickle(prepared);
      const scan = pickle === prepared.value.document ? prepared.scan : undefined;
      parts.push({ name, pickle, scan });
    } catch (error) {
      skipped.set(name, codeOf(error));
    }
  }
  const { byteLength, chunks } = await splicePickledDictInSlices(parts);
  return { byteLength, chunks, skipped };
}
