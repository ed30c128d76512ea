import { join } from 'node:path';
import { workspaceError } from '../errors.ts';
import type { Batch } from '../mutations/mutation.ts';
import type { PreparedValue, Revision } from '../revision.ts';
import type { Announcement, Journal, Keeper, Store } from '../store.ts';
import { captureStore } from '../store-image.ts';
import type { StoredValue } from '../value.ts';
import { BlobValue } from './blob-value.ts';
import { Blobs } from './blobs.ts';
import { type CommittedLayout, takeBlob } from './commit-blob.ts';
import { EmbeddedLog } from './embedded-log.ts';
import { storageError } from './errors.ts';
import type { ReplayLimits } from './file-header.ts';
import type { FileSystem } from './file-system.ts';
import { VersionTable } from './version-table.ts';

/** Values from so many bytes on are files of their own. */
export const BLOB_BYTES = 64 * 1024;

/** A snapshot is made when the log has more than twice what lives, and this. */
const SPARE_BYTES = 16 * 1024 * 1024;
/** What a revision takes in a snapshot beside its value, roughly. */
const OVERHEAD_BYTES = 64;
const FOLDER_MODE = 0o700;
const BLOB_FOLDER = 'blobs';

/** What a storage works with. */
export interface StorageOptions {
  /** Made if need be; one storage at a time may use it. */
  readonly folder: string;
  readonly files: FileSystem;
  readonly limits: ReplayLimits & { readonly maxVariables: number };
  /** Told of what went wrong while nobody waited for it. */
  readonly report: (error: Error) => void;
}

/**
 * A workspace on disk: the log of its changes, the files of its large values, and the table of its
 * revisions. It is the store's journal, and keeps account of what the store holds.
 */
export class Storage implements Journal, Keeper {
  readonly folder: string;
  readonly blobs: Blobs;
  readonly engine: EmbeddedLog;
  readonly #options: StorageOptions;
  #versions: VersionTable | undefined;
  #store: Store | undefined;
  /** Bytes that a snapshot would take, roughly. */
  #living = 0;
  #snapshotAt = 0;
  #snapshotting = false;

  constructor(options: StorageOptions) {
    const { folder, files, limits, report } = options;
    files.makeFolder(folder, FOLDER_MODE);
    this.#options = options;
    this.folder = folder;
    this.blobs = new Blobs(join(folder, BLOB_FOLDER), files);
    this.engine = new EmbeddedLog({ folder, files, blobs: this.blobs, limits, report });
    this.engine.watch(() => this.#considerSnapshot());
  }

  /** Begins to keep what becomes of a store, which is in the state that was recovered. Throws `IO_FAILED`, `DISK_FULL`. */
  attach(store: Store): void {
    const { files, limits } = this.#options;
    this.#store = store;
    store.journal = this;
    this.#versions = VersionTable.create(files, this.folder, limits.maxVariables);
  }

  /** Goes on after `close`. Throws as `attach`, and `STORAGE_CORRUPT`. */
  reopen(): void {
    if (!this.#store) throw storageError('STORAGE_FAILED', 'the storage was never attached to a store');
    this.engine.reopen();
    this.attach(this.#store);
  }

  append(batch: Batch): void {
    this.engine.append(batch);
  }

  kept({ value, size }: Revision): void {
    this.#living += OVERHEAD_BYTES;
    if (value instanceof BlobValue) this.blobs.hold(value.id);
    else this.#living += size;
  }

  keptAsleep(size: number): void {
    this.#living += OVERHEAD_BYTES + size;
  }

  gone({ value, size }: Revision): void {
    this.#living -= OVERHEAD_BYTES;
    if (value instanceof BlobValue) this.release(value);
    else this.#living -= size;
  }

  /** Forgets what is held, before a store is filled anew. */
  reset(): void {
    this.#living = 0;
    this.blobs.reset();
  }

  /**
   * Gives a large value a file of its own, held until `release`; others stay as they are. Throws
   * `DISK_FULL`, `IO_FAILED`.
   */
  stage(prepared: PreparedValue): PreparedValue | Promise<PreparedValue> {
    const { value, size } = prepared;
    if (value instanceof BlobValue && this.blobs.held.has(value.id)) {
      this.blobs.hold(value.id);
      return prepared;
    }
    if (size < BLOB_BYTES) return prepared;
    const written = this.blobs.write(value);
    return written instanceof Promise
      ? written.then((blob) => ({ ...prepared, value: blob }))
      : { ...prepared, value: written };
  }

  /** Takes over a client's file as a value, held until `release`. Throws as `takeBlob`. */
  commit(temporaryName: string, layout: CommittedLayout): BlobValue {
    return this.blobs.adopt(takeBlob(this.#options.files, this.blobs.files, temporaryName, layout));
  }

  /** Keeps a value's file until `release`, whatever becomes of its revisions. */
  hold(value: BlobValue): void {
    this.blobs.hold(value.id);
  }

  /** Ends one hold of a value. */
  release(value: BlobValue): void {
    this.blobs.release(value.id);
    if (this.blobs.pending) this.engine.requestSync();
  }

  /** A value with its content in memory. Throws `STORAGE_DAMAGED`. */
  load(value: StoredValue): StoredValue | Promise<StoredValue> {
    return value instanceof BlobValue ? this.blobs.load(value) : value;
  }

  /** Throws `STORAGE_DAMAGED` when a value's file is not what it was. */
  check(value: BlobValue): void {
    this.blobs.files.checkState(value);
  }

  /** Notes the revisions of what has changed, for those who have the table mapped. Throws `IO_FAILED`. */
  note(announcements: readonly Announcement[]): void {
    for (const one of announcements) this.noteOne(one);
  }

  /** The same for one change. */
  noteOne({ hook, event }: Announcement): void {
    const versions = this.#versions;
    if (!versions?.used || hook === 'dataRepeated') return;
    versions.note(event.name, event.revision, hook === 'dataDeleted');
  }

  /** The slot of a variable in the table of revisions; nothing when there is no variable, or no slot left. */
  slotOf(name: string): number | undefined {
    const revision = this.#store?.variables.get(name)?.revision;
    return revision === undefined ? undefined : this.#versions?.slotOf(name, revision);
  }

  /** Resolves when all changes so far survive a loss of power. Rejects with `STORAGE_FAILED`. */
  synced(): Promise<void> {
    return this.engine.synced();
  }

  /** Writes a snapshot, and forgets the log before it. Throws `DISK_FULL`, `IO_FAILED`. */
  async snapshot(): Promise<void> {
    const store = this.#store;
    if (store) await this.engine.snapshot(() => captureStore(store));
  }

  /** Puts all on disk and closes all files. Throws `IO_FAILED`. */
  async close(): Promise<void> {
    try {
      await this.engine.close();
    } finally {
      this.blobs.close();
      this.#versions?.close();
      this.#versions = undefined;
    }
  }

  #considerSnapshot(): void {
    const { bytes } = this.engine;
    if (this.#snapshotting || bytes < this.#snapshotAt || bytes < 2 * this.#living + SPARE_BYTES) return;
    this.#snapshotting = true;
    const done = (): void => {
      this.#snapshotting = false;
      this.#snapshotAt = 0;
    };
    this.snapshot().then(done, (error) => {
      done();
      // Without room for it now there will hardly be some with the next change.
      this.#snapshotAt = 2 * bytes;
      this.#options.report(error);
    });
  }
}

/** Whether a value of this size, in bytes, stands in the log itself: it is no file and becomes none. */
export function isInline(value: StoredValue, size: number): boolean {
  return size < BLOB_BYTES && !(value instanceof BlobValue);
}

/** What `persistence: false` says to a request for what only a file can give. */
export function notPersistent(what: string): Error {
  return workspaceError('BAD_ARGUMENT', `${what}: this workspace is kept in memory alone`);
}
