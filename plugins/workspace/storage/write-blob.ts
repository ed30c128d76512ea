import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { StoredValue } from '../value.ts';
import type { BlobFiles } from './blob-files.ts';
import type { BlobLayout } from './blob-layout.ts';
import type { BlobReference } from './blob-value.ts';
import { fileError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { writeWhole, writeWholeLater } from './whole.ts';

/** Of a file that is whole. */
export const SEALED_MODE = 0o400;
/** What is read, written or summed before others have their turn. */
export const SLICE_BYTES: number = 8 * 1024 * 1024;

/** Writes a value to its file at once. Throws `DISK_FULL`, `IO_FAILED`, and leaves nothing. */
export function writeBlob(
  files: FileSystem,
  blobs: BlobFiles,
  id: string,
  value: StoredValue,
  layout: BlobLayout,
): BlobReference {
  const fd = blobs.create(id);
  try {
    for (const [bytes, offset] of pieces(value, layout)) writeWhole(files, fd, bytes, offset);
    files.setMode(fd, SEALED_MODE);
  } catch (error) {
    throw giveUp(blobs, id, fd, error);
  }
  files.close(fd);
  return { method: value.method, id, layout, crc: sum([value.document, ...value.buffers]) };
}

/** The same without keeping others waiting. */
export async function writeBlobLater(
  files: FileSystem,
  blobs: BlobFiles,
  id: string,
  value: StoredValue,
  layout: BlobLayout,
): Promise<BlobReference> {
  const fd = blobs.create(id);
  let crc = 0;
  try {
    for (const [bytes, offset] of pieces(value, layout)) {
      for (let at = 0; at < bytes.byteLength; at += SLICE_BYTES) {
        const slice = bytes.subarray(at, at + SLICE_BYTES);
        const written = writeWholeLater(files, fd, slice, offset + at);
        crc = crc32(slice, crc);
        await written;
        await setImmediate();
      }
    }
    files.setMode(fd, SEALED_MODE);
  } catch (error) {
    throw giveUp(blobs, id, fd, error);
  }
  files.close(fd);
  return { method: value.method, id, layout, crc };
}

function giveUp(blobs: BlobFiles, id: string, fd: number, error: unknown): Error {
  blobs.discard(id, fd);
  return fileError(`the value's file ${id}`, error);
}

function* pieces(value: StoredValue, layout: BlobLayout): Generator<readonly [Uint8Array, number]> {
  yield [value.document, layout.document.offset];
  for (const [index, { offset }] of layout.buffers.entries()) {
    const buffer = value.buffers[index];
    if (buffer) yield [buffer, offset];
  }
}

/** CRC-32 of bytes that stand in pieces. */
export function sum(parts: readonly Uint8Array[]): number {
  return parts.reduce((crc, part) => crc32(part, crc), 0);
}
