import type { Client, RawValue } from '../clients/node/index.ts';
import {
  bringInBand,
  CodecError,
  decodePickle,
  decodeTypedJson,
  encodeTypedJson,
  formatCsv,
  frameOf,
  NdArray,
  type PyValue,
  parseCsv,
  readNpy,
  tableRows,
  writeNpy,
} from '../codec/index.ts';
import { HeadframeError } from '../core/index.ts';
import type { Format } from './var-format.ts';

/** Raw data of a value that is sent from this size beside its document. */
const ATTACH_FROM = 1024;

/** A variable's value as a file of a format has it. Throws `BAD_ARGUMENT`, `NOT_FOUND`, `NOT_CONVERTIBLE`. */
export async function readAs(client: Client, name: string, format: Format): Promise<readonly Uint8Array[]> {
  if (format === 'json') return [jsonDocument(await client.getRaw(name, { method: 'json' }))];
  if (format === 'pickle') {
    const { document, buffers } = await client.getRaw(name, { method: 'pickle' });
    return [bringInBand(document, buffers).toBuffer()];
  }
  const value = exactValue(await client.getRaw(name));
  if (format === 'csv') return [Buffer.from(asArgument(() => formatCsv(tableRows(value))))];
  if (value instanceof NdArray) return asArgument(() => writeNpy(value));
  throw new HeadframeError('BAD_ARGUMENT', `${name} is no array and cannot be written as npy`, {
    data: { name },
  });
}

/** The value in a file of a format, as it is sent to the host. Throws `BAD_ARGUMENT`. */
export function parseAs(bytes: Buffer, format: Format): RawValue {
  if (format === 'json') return { method: 'json', document: bytes, buffers: [] };
  if (format === 'pickle') return { method: 'pickle', document: bytes, buffers: [] };
  const value = asArgument(() => (format === 'csv' ? frameOf(parseCsv(bytes.toString())) : readNpy(bytes)));
  return { method: 'json', ...encodeTypedJson(value, { attachFrom: ATTACH_FROM }) };
}

/** What a file cannot hold is a mistake of whoever named it: `BAD_FILE` becomes `BAD_ARGUMENT`. */
function asArgument<T>(convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (!(error instanceof CodecError && error.code === 'BAD_FILE')) throw error;
    throw new HeadframeError('BAD_ARGUMENT', error.message, { cause: error });
  }
}

/** A typed JSON document that stands alone. */
function jsonDocument({ document, buffers }: RawValue): Uint8Array {
  return buffers.length === 0 ? document : encodeTypedJson(decodeTypedJson(document, { buffers })).document;
}

function exactValue({ method, document, buffers }: RawValue): PyValue {
  return method === 'json' ? decodeTypedJson(document, { buffers }) : decodePickle(document, { buffers });
}
