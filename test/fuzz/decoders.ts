import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { codecDecoders } from './codec-decoders.ts';
import { fileDecoders } from './file-decoders.ts';
import type { Decoder } from './fuzz.ts';
import { httpDecoders } from './http-decoders.ts';
import { storageDecoders } from './storage-decoders.ts';

/** Tests that draw at random for other decoders: those of packets, frames, pickles and typed JSON. */
export const FUZZING_TESTS: readonly string[] = [
  'test/codec/decode-fuzz.test.ts',
  'test/codec/edit-walker.test.ts',
  'test/codec/pickle-fuzz.test.ts',
  'test/codec/splice.test.ts',
  'test/frame/framed-fuzz.test.ts',
  'test/frame/fuzz.test.ts',
  'test/frame/json-source-checker.test.ts',
  'test/frame/skim.test.ts',
];

/** The decoders that no test fuzzes but this folder's; `folder` is an empty one for their files. */
export async function decoders(folder: string): Promise<Decoder[]> {
  const [files, storage] = [join(folder, 'files'), join(folder, 'storage')];
  mkdirSync(files);
  mkdirSync(storage);
  return [...codecDecoders(), ...httpDecoders(), ...fileDecoders(files), ...(await storageDecoders(storage))];
}
