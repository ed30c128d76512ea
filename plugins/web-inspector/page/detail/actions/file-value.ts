import {
  ClientError,
  CodecError,
  decodeTypedJson,
  encodeTypedJson,
  formatCsv,
  frameOf,
  NdArray,
  parseCsv,
  type RawValue,
  readNpy,
  tableRows,
  writeNpy,
} from 'headframe/client/browser';
import type { FileFormat } from './file-format.ts';

/** Raw data of a value that is sent from this size beside its document. */
const ATTACH_FROM = 1024;

/** A value, read as typed JSON, as a file of a format. Throws `BAD_FILE` where that cannot hold it. */
export function fileOf({ document, buffers }: RawValue, format: FileFormat): readonly Uint8Array[] {
  if (format === 'json' && buffers.length === 0) return [document];
  const value = decodeTypedJson(document, { buffers });
  if (format === 'json') return [encodeTypedJson(value).document];
  return coded(() => {
    if (format === 'csv') return [new TextEncoder().encode(formatCsv(tableRows(value)))];
    if (!(value instanceof NdArray)) throw new CodecError('BAD_FILE', 'only an array can be written as npy');
    return writeNpy(value);
  });
}

/** The value in a file of a format. Throws `BAD_FILE`. */
export function valueOfFile(bytes: Uint8Array, format: FileFormat): RawValue {
  if (format === 'json') return { method: 'json', document: bytes, buffers: [] };
  const value = coded(() =>
    format === 'csv' ? frameOf(parseCsv(new TextDecoder().decode(bytes))) : readNpy(bytes),
  );
  return { method: 'json', ...encodeTypedJson(value, { attachFrom: ATTACH_FROM }) };
}

/** The codec's errors as the client's, which are shown with their code. */
function coded<T>(convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new ClientError(error.code, error.message, { cause: error });
  }
}
