import { randomBytes } from 'node:crypto';
import { codeOf, messageOf } from 'headframe';
import type { StoredValue } from '../value.ts';
import { layOut, type Place } from './blob-layout.ts';
import type { BlobReference } from './blob-value.ts';
import { fileError, storageError } from './errors.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import { documentInFile, type OpenDocument } from './open-document.ts';
import { readWhole, readWholeLater, using } from './whole.ts';
import { SLICE_BYTES, sum, writeBlob, writeBlobLater } from './write-blob.ts';

const WRITING_MODE = 0o600;
/** Values up to this are written at once: that takes less than handing them to another thread. */
const AT_ONCE_BYTES = 1024 * 1024;

/** What says that a file is missing or too short: the system's code, and that of errors without one, which are thrown here. */
const NOT_WHOLE: ReadonlySet<string> = new Set(['ENOENT', 'INTERNAL']);

/** The names that blobs have, and that a request may name. */
export const BLOB_ID = /^[0-9a-z]+$/;

/** The files of blobs: each is written once, sealed, and read or removed from then on. */
export class BlobFiles {
  readonly folder: string;
  readonly #files: FileSystem;

  constructor(folder: string, files: FileSystem) {
    this.folder = folder;
    this.#files = files;
  }

  path(id: string): string {
    return `${this.folder}/${id}`;
  }

  newId(): string {
    return randomBytes(16).toString('hex');
  }

  /** Writes a value to a file of its own, a large one without keeping others waiting. Throws `DISK_FULL`, `IO_FAILED`, and leaves nothing. */
  write(value: StoredValue): BlobReference | Promise<BlobReference> {
    const layout = layOut(
      value.document.byteLength,
      value.buffers.map(({ byteLength }) => byteLength),
    );
    const id = this.newId();
    return layout.size <= AT_ONCE_BYTES
      ? writeBlob(this.#files, this, id, value, layout)
      : writeBlobLater(this.#files, this, id, value, layout);
  }

  /** Reads parts of a file. Throws `STORAGE_DAMAGED`. */
  read(blob: BlobReference, places: readonly Place[]): Buffer[] {
    try {
      return using(this.#files, this.#files.open(this.path(blob.id), OPEN.read), (fd) => {
        this.checkSize(blob, this.#files.state(fd).size);
        return places.map((place) => this.#part(fd, place));
      });
    } catch (error) {
      throw damaged(blob, error);
    }
  }

  /** The same without keeping others waiting. */
  async readLater(blob: BlobReference, places: readonly Place[]): Promise<Buffer[]> {
    const part = async (fd: number, { offset, length }: Place) => {
      const bytes = Buffer.allocUnsafeSlow(length);
      for (let at = 0; at < length; at += SLICE_BYTES) {
        const slice = bytes.subarray(at, at + SLICE_BYTES);
        if ((await readWholeLater(this.#files, fd, slice, offset + at)) < slice.byteLength)
          throw tooShort(blob);
      }
      return bytes;
    };
    try {
      const fd = this.#files.open(this.path(blob.id), OPEN.read);
      try {
        this.checkSize(blob, this.#files.state(fd).size);
        const parts: Buffer[] = [];
        for (const place of places) parts.push(await part(fd, place));
        return parts;
      } finally {
        this.#files.close(fd);
      }
    } catch (error) {
      throw damaged(blob, error);
    }
  }

  /** Opens a document to be read piece by piece; the caller closes it. Throws `STORAGE_DAMAGED`. */
  openDocument(blob: BlobReference): OpenDocument {
    let fd: number | undefined;
    try {
      fd = this.#files.open(this.path(blob.id), OPEN.read);
      this.checkSize(blob, this.#files.state(fd).size);
      return documentInFile(this.#files, fd, blob, (error) => damaged(blob, error));
    } catch (error) {
      if (fd !== undefined) this.#files.close(fd);
      throw damaged(blob, error);
    }
  }

  /** What is wrong with a blob's file, if anything: its size, and its CRC where that is known. */
  problem(blob: BlobReference): string | undefined {
    try {
      return this.#holds(blob) ? undefined : `${blob.id}: the bytes are not those that were written`;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** Whether a blob's file is there with what was written. Throws `IO_FAILED` when that cannot be told now. */
  isWhole(blob: BlobReference): boolean {
    try {
      return this.#holds(blob);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (NOT_WHOLE.has(codeOf(cause))) return false;
      throw storageError('IO_FAILED', messageOf(error), { blob: blob.id }, error);
    }
  }

  /** Throws `STORAGE_DAMAGED` when a file is missing, or does not have its size. */
  checkState(blob: BlobReference): void {
    let size: number;
    try {
      ({ size } = this.#files.stateOf(this.path(blob.id)));
    } catch (error) {
      throw damaged(blob, error);
    }
    this.checkSize(blob, size);
  }

  /** Throws `STORAGE_DAMAGED` when a file does not have the size that it was written with. */
  checkSize(blob: BlobReference, size: number): void {
    if (size === blob.layout.size) return;
    throw damaged(blob, new Error(`it has ${size} bytes instead of ${blob.layout.size}`));
  }

  #holds(blob: BlobReference): boolean {
    const places = blob.crc === undefined ? [] : [blob.layout.document, ...blob.layout.buffers];
    const parts = this.read(blob, places);
    return blob.crc === undefined || sum(parts) === blob.crc;
  }

  /** Creates the file of a value. Throws `DISK_FULL`, `IO_FAILED`. */
  create(id: string): number {
    try {
      return this.#files.open(this.path(id), OPEN.create, WRITING_MODE);
    } catch (error) {
      throw fileError(`the value's file ${id}`, error);
    }
  }

  /** Closes and removes a file that will not be whole. */
  discard(id: string, fd: number): void {
    this.#files.close(fd);
    try {
      this.#files.remove(this.path(id));
    } catch {
      // What cannot be removed now is an orphan, which the next start removes.
    }
  }

  #part(fd: number, { offset, length }: Place): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    if (readWhole(this.#files, fd, bytes, offset) < length) throw new Error('it ends too early');
    return bytes;
  }
}

function tooShort(blob: BlobReference): Error {
  return new Error(`${blob.id} ends too early`);
}

function damaged(blob: BlobReference, error: unknown): Error {
  if (codeOf(error) === 'STORAGE_DAMAGED') return error as Error;
  const message = `the value's file ${blob.id} cannot be used: ${messageOf(error)}`;
  return storageError('STORAGE_DAMAGED', message, { blob: blob.id }, error);
}
