import type { BlobFiles } from './blob-files.ts';
import type { BlobReference } from './blob-value.ts';
import { fileError } from './errors.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import { readWholeLater } from './whole.ts';

const SLICE_BYTES = 1024 * 1024;

/** Whether two files hold the same, read in slices and without keeping others waiting. Throws `IO_FAILED`. */
export async function areSameBlobs(
  files: FileSystem,
  blobs: BlobFiles,
  a: BlobReference,
  b: BlobReference,
): Promise<boolean> {
  const { size } = a.layout;
  if (size !== b.layout.size) return false;
  const opened: number[] = [];
  try {
    const open = ({ id }: BlobReference): number => {
      const fd = files.open(blobs.path(id), OPEN.read);
      opened.push(fd);
      return fd;
    };
    const [first, second] = [open(a), open(b)];
    const [one, other] = [Buffer.allocUnsafeSlow(SLICE_BYTES), Buffer.allocUnsafeSlow(SLICE_BYTES)];
    for (let at = 0; at < size; at += SLICE_BYTES) {
      const read = await readWholeLater(files, first, one, at);
      const readToo = await readWholeLater(files, second, other, at);
      if (one.compare(other, 0, readToo, 0, read) !== 0) return false;
    }
    return true;
  } catch (error) {
    throw fileError(`the values' files ${a.id} and ${b.id}`, error);
  } finally {
    for (const fd of opened) files.close(fd);
  }
}
