import { ClientError } from 'headframe/client/browser';
import { theClient } from '../../connection.ts';
import { addToast } from '../../ui/toasts.ts';
import { type FileFormat, formatOfFile } from './file-format.ts';
import { fileOf, valueOfFile } from './file-value.ts';

/** Reads all of a value and makes a file of it. Throws `BAD_FILE`, `NOT_CONVERTIBLE`. */
export async function exportValue(name: string, format: FileFormat): Promise<readonly Uint8Array[]> {
  return fileOf(await theClient().getRaw(name, { method: 'json' }), format);
}

/**
 * Writes what is in a file into a variable, unless somebody has changed that since `ifRevision`. Throws
 * `BAD_FILE`, `CONFLICT`.
 */
export async function importValue(name: string, file: File, ifRevision: number): Promise<void> {
  const format = formatOfFile(file.name);
  if (!format) throw new ClientError('BAD_FILE', `${file.name} is none of .json, .csv and .npy`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  await theClient().setRaw(name, valueOfFile(bytes, format), { ifRevision });
  addToast({ text: `${name} was read from ${file.name}` });
}
