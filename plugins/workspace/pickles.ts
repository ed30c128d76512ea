import { codeOf } from 'headframe';
import { splicePickledDictInSlices } from 'headframe/codec';
import type { Converter } from './conversion/converter.ts';
import { toDocument } from './convert.ts';
import type { PreparedValue } from './revision.ts';

/** One pickled dict of many variables, in pieces. */
export interface SplicedPickles {
  readonly byteLength: number;
  /** The bytes in order; each piece takes a bounded time to make. */
  readonly chunks: () => Iterable<Uint8Array>;
  /** Variables that have no pickle, with the code of the reason. */
  readonly skipped: ReadonlyMap<string, string>;
}

/** One pickle of a dict of all these variables, made without decoding those that are pickles already. */
export async function splice(
  entries: Iterable<readonly [string, PreparedValue]>,
  converter: Converter,
): Promise<SplicedPickles> {
  const parts: { name: string; pickle: Uint8Array; scan: PreparedValue['scan'] }[] = [];
  const skipped = new Map<string, string>();
  for (const [name, prepared] of entries) {
    try {
      const pickle = await toDocument(prepared.value, 'pickle', converter);
      const scan = pickle === prepared.value.document ? prepared.scan : undefined;
      parts.push({ name, pickle, scan });
    } catch (error) {
      skipped.set(name, codeOf(error));
    }
  }
  const { byteLength, chunks } = await splicePickledDictInSlices(parts);
  return { byteLength, chunks, skipped };
}
