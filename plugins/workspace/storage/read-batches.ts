import type { Batch } from '../mutations/mutation.ts';
import { readBatch, type ToValue } from './batch-codec.ts';
import { ByteReader } from './byte-reader.ts';
import type { FileSystem } from './file-system.ts';
import { listGenerations, logsToRead } from './generations.ts';
import { LogFile } from './log-file.ts';

/** The batches of the logs in a folder that begin at a revision or after it. Throws `STORAGE_CORRUPT`, `IO_FAILED`. */
export function* readBatches(
  files: FileSystem,
  folder: string,
  since: number,
  toValue: ToValue,
): Generator<Batch, void> {
  for (const generation of logsToRead(folder, listGenerations(files, folder))) {
    const log = LogFile.open(files, folder, generation);
    try {
      for (const { base, bytes, bodyStart, bodyEnd } of log.records()) {
        if (base < since) continue;
        const batch = readBatch(new ByteReader(bytes, bodyStart, bodyEnd), base, toValue);
        if (batch.mutations.length > 0) yield batch;
      }
    } finally {
      log.close();
    }
  }
}
