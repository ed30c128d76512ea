import { codeOf } from 'headframe';
import type { Method, StoredValue } from '../value.ts';
import { BLOB_ID, BlobFiles } from './blob-files.ts';
import { type BlobLayout, type Place, sameLengths } from './blob-layout.ts';
import { type BlobReference, BlobValue, type ContentSource } from './blob-value.ts';
import { BlobWriter } from './blob-writer.ts';
import { ContentCache } from './content-cache.ts';
import { fileError, storageError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { documentInMemory, type OpenDocument } from './open-document.ts';
import { areSameBlobs } from './same-blobs.ts';
import { UnsyncedBlobs } from './unsynced-blobs.ts';

/** Kept in memory of documents, and as much of buffers. */
const CACHE_BYTES = 128 * 1024 * 1024;
const FOLDER_MODE = 0o700;

const NO_BYTES = new Uint8Array();
const NO_BUFFERS: readonly Uint8Array[] = [];

/**
 * The values that are files of their own: how many revisions hold each, which are on disk for certain,
 * and which are to be removed.
 */
export class Blobs implements ContentSource {
  readonly files: BlobFiles;
  readonly #fileSystem: FileSystem;
  readonly #documents = new ContentCache<Uint8Array>(CACHE_BYTES);
  readonly #buffers = new ContentCache<readonly Uint8Array[]>(CACHE_BYTES);
  readonly #holds = new Map<string, number>();
  readonly #writers = new Set<BlobWriter>();
  readonly #unsynced: UnsyncedBlobs;
  /** Held by nobody any more; their files go after the next sync, when no record on disk needs them. */
  readonly #retired = new Set<string>();

  constructor(folder: string, fileSystem: FileSystem) {
    fileSystem.makeFolder(folder, FOLDER_MODE);
    this.files = new BlobFiles(folder, fileSystem);
    this.#fileSystem = fileSystem;
    this.#unsynced = new UnsyncedBlobs(this.files, fileSystem);
  }

  /** Whether there are files that a sync would write or remove. */
  get pending(): boolean {
    return this.#unsynced.size > 0 || this.#retired.size > 0;
  }

  /** Ids of all blobs that are held. */
  get held(): ReadonlyMap<string, number> {
    return this.#holds;
  }

  /** Writes a value to a file, held once until `release`. Throws `DISK_FULL`, `IO_FAILED`. */
  write(value: StoredValue): BlobValue | Promise<BlobValue> {
    const finish = (reference: BlobReference): BlobValue => {
      const blob = this.adopt(reference);
      this.#documents.add(blob.id, value.document, blob.layout.document.length);
      if (value.buffers.length > 0) {
        this.#buffers.add(blob.id, value.buffers, lengthOf(blob.layout.buffers));
      }
      return blob;
    };
    const written = this.files.write(value);
    return written instanceof Promise ? written.then(finish) : finish(written);
  }

  /** Begins a value's file, to be written as it comes. Throws `DISK_FULL`, `IO_FAILED`. */
  begin(method: Method, layout: BlobLayout): BlobWriter {
    const writer = new BlobWriter(this.#fileSystem, this.files, {
      method,
      layout,
      ended: () => this.#writers.delete(writer),
    });
    this.#writers.add(writer);
    return writer;
  }

  /** The value of a file that has come as a whole; held once until `release`. Throws `DISK_FULL`, `IO_FAILED`. */
  complete(writer: BlobWriter): BlobValue {
    const blob = this.adopt(writer.finish());
    if (writer.document) this.#documents.add(blob.id, writer.document, writer.document.byteLength);
    return blob;
  }

  /** Whether two values hold the same bytes; their files are read only where their sums are the same. Throws `IO_FAILED`. */
  async areSame(a: BlobReference, b: BlobReference): Promise<boolean> {
    if (a.method !== b.method || a.crc === undefined || a.crc !== b.crc) return false;
    return sameLengths(a.layout, b.layout) && areSameBlobs(this.#fileSystem, this.files, a, b);
  }

  /** Gives up the files that are still being written. */
  close(): void {
    for (const writer of [...this.#writers]) writer.abort();
  }

  /** The value of a file that has just been written; held once until `release`. */
  adopt(reference: BlobReference): BlobValue {
    this.#unsynced.add(reference.id);
    this.hold(reference.id);
    return this.value(reference);
  }

  /** The value of a file that a record names. */
  value(reference: BlobReference): BlobValue {
    return new BlobValue(reference, this);
  }

  /** One that was released by all a moment ago is kept again. */
  hold(id: string): void {
    this.#retired.delete(id);
    this.#holds.set(id, (this.#holds.get(id) ?? 0) + 1);
  }

  release(id: string): void {
    const holds = (this.#holds.get(id) ?? 0) - 1;
    if (holds > 0) {
      this.#holds.set(id, holds);
      return;
    }
    this.#holds.delete(id);
    this.#unsynced.delete(id);
    this.#retired.add(id);
  }

  documentOf(blob: BlobReference): Uint8Array {
    const { id, layout } = blob;
    const known = this.#documents.get(id);
    if (known) return known;
    this.#checkHeld(id);
    const [document = NO_BYTES] = this.files.read(blob, [layout.document]);
    this.#documents.add(id, document, document.byteLength);
    return document;
  }

  buffersOf(blob: BlobReference): readonly Uint8Array[] {
    const { id, layout } = blob;
    if (layout.buffers.length === 0) return NO_BUFFERS;
    const known = this.#buffers.get(id);
    if (known) return known;
    this.#checkHeld(id);
    const buffers = this.files.read(blob, layout.buffers);
    this.#buffers.add(id, buffers, lengthOf(layout.buffers));
    return buffers;
  }

  /**
   * A value with its content in memory, read without keeping others waiting. Throws `STORAGE_DAMAGED`,
   * `STORAGE_GONE`.
   *
   * Notes: what is in memory already costs nothing. The file is open from the call on, so that it can be read to
   * its end when its last revision leaves meanwhile; then its space is free.
   */
  async load(blob: BlobReference): Promise<StoredValue> {
    const { id, method, layout } = blob;
    const document = this.#documents.get(id);
    const buffers = layout.buffers.length === 0 ? NO_BUFFERS : this.#buffers.get(id);
    if (document && buffers) return { method, document, buffers };
    this.#checkHeld(id);
    const [first = NO_BYTES, ...rest] = await this.files.readLater(blob, [
      layout.document,
      ...layout.buffers,
    ]);
    this.#documents.add(id, first, first.byteLength);
    if (rest.length > 0) this.#buffers.add(id, rest, lengthOf(layout.buffers));
    return { method, document: first, buffers: rest };
  }

  openDocument(blob: BlobReference): OpenDocument {
    const known = this.#documents.get(blob.id);
    if (known) return documentInMemory(known);
    this.#checkHeld(blob.id);
    return this.files.openDocument(blob);
  }

  async loadDocument(blob: BlobReference): Promise<Uint8Array> {
    const { id, layout } = blob;
    const known = this.#documents.get(id);
    if (known) return known;
    this.#checkHeld(id);
    const [document = NO_BYTES] = await this.files.readLater(blob, [layout.document]);
    this.#documents.add(id, document, document.byteLength);
    return document;
  }

  /** Puts what has been written on disk; returns what may be removed once the log is on disk, too. Throws Node's errors. */
  async sync(): Promise<readonly string[]> {
    const retired = this.#takeRetired();
    await this.#unsynced.sync();
    return retired;
  }

  /** The same at once. */
  syncNow(): readonly string[] {
    const retired = this.#takeRetired();
    this.#unsynced.syncNow();
    return retired;
  }

  /** Removes files that nobody needs. Throws `IO_FAILED`. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      this.#documents.remove(id);
      this.#buffers.remove(id);
      try {
        await this.#fileSystem.removeLater(this.files.path(id));
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw fileError(`the value's file ${id}`, error);
      }
    }
  }

  /** Forgets who holds what, before it is counted anew. */
  reset(): void {
    this.#holds.clear();
    this.#retired.clear();
  }

  /** Removes the files that no revision holds: what a crash left. Returns their names. Throws `IO_FAILED`. */
  sweep(): string[] {
    this.#retired.clear();
    return this.orphans().filter((name) => {
      try {
        this.#fileSystem.remove(this.files.path(name));
        return true;
      } catch {
        // What cannot be removed, such as a folder, does no harm: no record names it.
        return false;
      }
    });
  }

  /** Names in the folder that no revision holds. Throws `IO_FAILED`. */
  orphans(): string[] {
    return this.#list().filter((name) => !BLOB_ID.test(name) || !this.#holds.has(name));
  }

  #list(): string[] {
    try {
      return this.#fileSystem.list(this.files.folder);
    } catch (error) {
      throw fileError(this.files.folder, error);
    }
  }

  #takeRetired(): readonly string[] {
    const retired = [...this.#retired];
    this.#retired.clear();
    return retired;
  }

  /** Whoever kept a value longer than anything that holds it is told so, and not that its file is damaged. */
  #checkHeld(id: string): void {
    if (this.#holds.has(id) || this.#retired.has(id)) return;
    throw storageError('STORAGE_GONE', `no revision holds the value's file ${id} any more`, { blob: id });
  }
}

function lengthOf(places: readonly Place[]): number {
  return places.reduce((sum, { length }) => sum + length, 0);
}
