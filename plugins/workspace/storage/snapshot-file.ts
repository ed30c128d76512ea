import type { StoreImage } from '../store-image.ts';
import type { ToValue } from './batch-codec.ts';
import { ByteWriter } from './byte-writer.ts';
import type { RecoveryTarget } from './engine.ts';
import { corrupt, fileError } from './errors.ts';
import { type ReplayLimits, readHeader } from './file-header.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import {
  completeTemporary,
  createTemporary,
  generationFile,
  newHeader,
  removeTemporary,
} from './generations.ts';
import { ImageReader } from './image-reader.ts';
import { entriesOf, SECTION } from './image-writer.ts';
import { HEAD_BYTES, sealRecord } from './record.ts';
import { scanRecords } from './scan.ts';
import { using, writeWholeLater } from './whole.ts';

/** A record is closed when it has so many bytes: what is written before others have their turn. */
const RECORD_BYTES = 256 * 1024;

/** Writes a snapshot; it has its name only when it is whole and on disk. Returns its bytes. Throws Node's errors, and leaves nothing. */
export async function writeSnapshot(
  files: FileSystem,
  folder: string,
  generation: number,
  limits: ReplayLimits,
  image: StoreImage,
): Promise<number> {
  const path = generationFile(folder, 'snapshot', generation);
  const header = newHeader('snapshot', generation, limits);
  const { fd, end } = createTemporary(files, path, header);
  let position = end;
  try {
    for (const record of recordsOf(image)) {
      sealRecord(record, header.seed, image.revision, 0);
      await writeWholeLater(files, fd, record, position);
      position += record.byteLength;
    }
    await files.syncLater(fd);
  } catch (error) {
    using(files, fd, () => removeTemporary(files, path));
    throw error;
  }
  files.close(fd);
  completeTemporary(files, folder, path);
  return position;
}

/** Tells a snapshot to a target; gives its revision and its bytes. Throws `STORAGE_CORRUPT`, `STORAGE_NEWER`, `IO_FAILED`. */
export function readSnapshot(
  files: FileSystem,
  folder: string,
  generation: number,
  toValue: ToValue,
  target: RecoveryTarget,
): { revision: number; bytes: number } {
  const path = generationFile(folder, 'snapshot', generation);
  try {
    return using(files, files.open(path, OPEN.read), (fd) => {
      const { header, end } = readHeader(files, fd, path);
      target.limits(header.limits);
      const reader = new ImageReader(toValue, target.image());
      let stop = end;
      let revision = 0;
      for (const record of scanRecords(files, fd, header.seed, end)) {
        reader.add(record);
        stop = record.end;
        revision = record.base;
      }
      const { size } = files.state(fd);
      if (stop !== size || !reader.end()) throw corrupt(path, stop, 'a record of the snapshot is damaged');
      return { revision, bytes: size };
    });
  } catch (error) {
    throw fileError(path, error);
  }
}

/** The records of an image, each with room for its head; each is used before the next one is made. */
function* recordsOf(image: StoreImage): Generator<Buffer> {
  const writer = new ByteWriter();
  let open = 0;
  for (const [section, write] of entriesOf(image)) {
    if (open !== section || writer.length >= RECORD_BYTES) {
      if (open !== 0) yield writer.written();
      writer.reset(HEAD_BYTES);
      writer.u8(section);
      open = section;
    }
    write(writer);
  }
  if (open !== 0) yield writer.written();
  writer.reset(HEAD_BYTES);
  writer.u8(SECTION.end);
  yield writer.written();
}
