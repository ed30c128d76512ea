import { crc32 } from 'node:zlib';
import type { Method } from '../value.ts';
import type { BlobFiles } from './blob-files.ts';
import type { BlobLayout, Place } from './blob-layout.ts';
import type { BlobReference } from './blob-value.ts';
import { fileError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { writeWhole } from './whole.ts';
import { SEALED_MODE } from './write-blob.ts';

/** A document up to this is kept from the way to its file, since it is looked at next. */
const KEPT_DOCUMENT_BYTES = 8 * 1024 * 1024;

/**
 * Writes a value to its file as it comes, document first, then each buffer: nothing of it waits in memory, but for
 * a small document. What goes wrong ends the file and is told by `finish`.
 */
export class BlobWriter {
  readonly id: string;
  /** Of its own memory, when it is small enough to be kept. */
  readonly document: Buffer | undefined;
  readonly #method: Method;
  readonly #layout: BlobLayout;
  readonly #parts: readonly Place[];
  readonly #files: FileSystem;
  readonly #blobs: BlobFiles;
  readonly #ended: () => void;
  #fd: number | undefined;
  #error: Error | undefined;
  #part = 0;
  #inPart = 0;
  #crc = 0;

  /** Creates the file; `ended` is called once. Throws `DISK_FULL`, `IO_FAILED`. */
  constructor(
    files: FileSystem,
    blobs: BlobFiles,
    { method, layout, ended }: { method: Method; layout: BlobLayout; ended: () => void },
  ) {
    this.#files = files;
    this.#blobs = blobs;
    this.#method = method;
    this.#layout = layout;
    this.#parts = [layout.document, ...layout.buffers];
    this.#ended = ended;
    this.id = blobs.newId();
    const { length } = layout.document;
    this.document = length <= KEPT_DOCUMENT_BYTES ? Buffer.allocUnsafeSlow(length) : undefined;
    this.#fd = blobs.create(this.id);
  }

  /** Takes the next bytes of the value, which are the caller's again when it returns. */
  write(bytes: Uint8Array): void {
    if (this.#fd === undefined) return;
    try {
      this.#crc = crc32(bytes, this.#crc);
      for (let at = 0; at < bytes.byteLength; ) at += this.#writePart(this.#fd, bytes.subarray(at));
    } catch (error) {
      this.#error = fileError(`the value's file ${this.id}`, error);
      this.abort();
    }
  }

  /** Seals the file, all of whose bytes have come. Throws what went wrong: `DISK_FULL`, `IO_FAILED`. */
  finish(): BlobReference {
    const fd = this.#fd;
    if (fd === undefined) throw this.#error ?? fileError(`the value's file ${this.id}`, 'it was given up');
    try {
      this.#files.setMode(fd, SEALED_MODE);
    } catch (error) {
      this.#error = fileError(`the value's file ${this.id}`, error);
      this.abort();
      throw this.#error;
    }
    this.#fd = undefined;
    this.#files.close(fd);
    this.#ended();
    return { method: this.#method, id: this.id, layout: this.#layout, crc: this.#crc };
  }

  /** Removes the file, unless it was finished. */
  abort(): void {
    const fd = this.#fd;
    if (fd === undefined) return;
    this.#fd = undefined;
    this.#blobs.discard(this.id, fd);
    this.#ended();
  }

  /** Writes as much as belongs to one part; gives how much that was. */
  #writePart(fd: number, bytes: Uint8Array): number {
    let place = this.#parts[this.#part];
    while (place && this.#inPart === place.length) {
      this.#inPart = 0;
      place = this.#parts[++this.#part];
    }
    if (!place) throw new Error('more bytes have come than were announced');
    const piece = bytes.subarray(0, place.length - this.#inPart);
    writeWhole(this.#files, fd, piece, place.offset + this.#inPart);
    if (this.#part === 0) this.document?.set(piece, this.#inPart);
    this.#inPart += piece.byteLength;
    return piece.byteLength;
  }
}
