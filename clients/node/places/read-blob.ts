import { close, closeSync, fstatSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { BlobPlace, Layout, ValueParts } from '../../../codec/frame/framed/index.ts';
import type { BlobFolder } from './blob-folder.ts';
import { loadedMapFile, loadMapFile, type MapFile } from './memory-map.ts';

/** Shorter values are read: that takes less than a mapping, of which a process cannot have any number. */
const MAPPED_FROM = 1024 * 1024;

const readLater = promisify(read);
const closeLater = promisify(close);

/**
 * A value's document and buffers from its file: mapped when it is long, or read where there is no mapping.
 * They are the caller's own: what is written into them nobody else sees. Throws when there is no such file, or it is not as long as
 * it should be.
 */
export function readBlob(
  folder: BlobFolder,
  layout: Layout,
  place: BlobPlace,
): ValueParts | Promise<ValueParts> {
  const end = endOf(layout, place);
  const fd = folder.open(place.id);
  const map = loadedMapFile();
  let isHandedOn = false;
  try {
    if (fstatSync(fd).size < end) throw new Error(`${place.id} is shorter than its value`);
    if (end < MAPPED_FROM) return cut(readNow(fd, end), layout, place);
    const mapped = map && mapParts(map, fd, end);
    if (mapped) return cut(mapped, layout, place);
    isHandedOn = true;
  } finally {
    if (!isHandedOn) closeSync(fd);
  }
  return finishLater(fd, end).then((bytes) => cut(bytes, layout, place));
}

async function finishLater(fd: number, end: number): Promise<Buffer> {
  try {
    const map = await loadMapFile();
    const mapped = map && mapParts(map, fd, end);
    if (mapped) return mapped;
    const bytes = Buffer.allocUnsafeSlow(end);
    for (let done = 0; done < end; ) {
      const { bytesRead } = await readLater(fd, bytes, done, end - done, done);
      if (bytesRead === 0) throw new Error('a blob has been made shorter');
      done += bytesRead;
    }
    return bytes;
  } finally {
    await closeLater(fd);
  }
}

/** Nothing when the system gives no mapping: then the file can still be read. */
function mapParts(map: MapFile, fd: number, length: number): Buffer | undefined {
  try {
    return Buffer.from(map(fd, length, 'private'));
  } catch {
    return undefined;
  }
}

function readNow(fd: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(end);
  for (let done = 0; done < end; ) {
    const count = readSync(fd, bytes, done, end - done, done);
    if (count === 0) throw new Error('a blob has been made shorter');
    done += count;
  }
  return bytes;
}

function cut(bytes: Buffer, layout: Layout, place: BlobPlace): ValueParts {
  const part = (length: number, offset: number): Buffer => bytes.subarray(offset, offset + length);
  return {
    document: part(layout.document, place.document),
    buffers: layout.buffers.map((length, index) => part(length, place.buffers[index] ?? 0)),
  };
}

function endOf(layout: Layout, place: BlobPlace): number {
  let end = layout.document === 0 ? 0 : place.document + layout.document;
  for (const [index, length] of layout.buffers.entries()) {
    if (length > 0) end = Math.max(end, (place.buffers[index] ?? 0) + length);
  }
  return end;
}
