import { close, closeSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { FilePart } from '../../../codec/frame/framed/index.ts';
import type { BlobFolder } from './blob-folder.ts';

/** Where a value's document and buffers stand in a file. */
export interface FileLayout {
  readonly document: FilePart;
  readonly buffers: readonly FilePart[];
}

const PAGE_BYTES = 4096;
/** Up to so many bytes a file is written at once: longer ones would keep the program waiting. */
const AT_ONCE_BYTES = 1024 * 1024;

const writeLater = promisify(write);
const closeLater = promisify(close);

/**
 * Writes a value to a new file: the document, then each buffer from the next page on. A long one is written
 * without keeping the program waiting. Throws, or rejects with, what the file system says.
 */
export function writeBlob(
  folder: BlobFolder,
  name: string,
  document: Uint8Array,
  buffers: readonly Uint8Array[],
): FileLayout | Promise<FileLayout> {
  const pieces = [document, ...buffers];
  let end = 0;
  const parts = pieces.map(({ length }): FilePart => {
    const offset = Math.ceil(end / PAGE_BYTES) * PAGE_BYTES;
    if (length > 0) end = offset + length;
    return { offset, length };
  });
  const [first = { offset: 0, length: 0 }, ...rest] = parts;
  const layout = { document: first, buffers: rest };
  const fd = folder.create(name);
  if (end > AT_ONCE_BYTES) return writePieces(fd, pieces, parts).then(() => layout);
  try {
    for (const [index, bytes] of pieces.entries()) {
      const offset = parts[index]?.offset ?? 0;
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
      }
    }
  } finally {
    closeSync(fd);
  }
  return layout;
}

async function writePieces(
  fd: number,
  pieces: readonly Uint8Array[],
  parts: readonly FilePart[],
): Promise<void> {
  try {
    for (const [index, bytes] of pieces.entries()) {
      const offset = parts[index]?.offset ?? 0;
      for (let done = 0; done < bytes.length; ) {
        done += (await writeLater(fd, bytes, done, bytes.length - done, offset + done)).bytesWritten;
      }
    }
  } finally {
    await closeLater(fd);
  }
}
