import type { Batch } from '../mutations/mutation.ts';
import type { VariableImage } from '../store-image.ts';
import { CODE } from './batch-codec.ts';
import type { ByteReader } from './byte-reader.ts';
import { passValue } from './value-codec.ts';

const NO_INFO: ReadonlyMap<string, unknown> = new Map();

/** What is known of a record that does nothing but write one value, which stands in it. */
export interface PassedPut {
  readonly name: string;
  readonly provider: string;
  /** Bytes of the value. */
  readonly size: number;
}

/**
 * Passes over the body of a record that writes one value, which stands in it, and does nothing else; nothing for
 * another one. Throws a `RangeError` for what is none.
 */
export function passPut(reader: ByteReader): PassedPut | undefined {
  reader.f64();
  const provider = reader.shortText();
  if (reader.integer() !== 1 || reader.u8() !== CODE.put) return undefined;
  const name = reader.text();
  const size = passValue(reader);
  return size !== undefined && reader.ended ? { name, provider, size } : undefined;
}

/** What becomes of such a record when there was no variable of its name. */
export function readCreation({ base, provider, time, mutations: [put] }: Batch): VariableImage {
  if (put?.kind !== 'put') throw new RangeError('the record of a sleeping variable does not create one');
  const { value, size, scan } = put.prepared;
  const revision = base + 1;
  const described = { description: undefined, kind: undefined };
  const current = { value, size, scan, volatile: put.volatile, revision, provider, time, ...described };
  return {
    state: {
      name: put.name,
      revision,
      creationTime: time,
      modifiedBy: [provider],
      modificationTime: [time],
      info: NO_INFO,
    },
    history: { undo: [], current, redo: [], dropped: 0 },
  };
}
