import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { HeadframeError } from 'headframe';
import type { Batch } from '../mutations/mutation.ts';
import type { StoreImage } from '../store-image.ts';
import { writeBatch } from './batch-codec.ts';
import type { Blobs } from './blobs.ts';
import { bootName } from './boot.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Engine, Recovery, RecoveryTarget } from './engine.ts';
import { fileError, storageError } from './errors.ts';
import type { ReplayLimits } from './file-header.ts';
import type { FileSystem } from './file-system.ts';
import { type Generations, listGenerations, outdated } from './generations.ts';
import { LogFile } from './log-file.ts';
import { cutLog, firstDamaged, readGenerations } from './log-recovery.ts';
import { CLOSED, markBatch, openMark } from './mark.ts';
import { readBatches } from './read-batches.ts';
import { HEAD_BYTES } from './record.ts';
import { writeSnapshot } from './snapshot-file.ts';
import { Syncer } from './syncer.ts';

/** What an embedded log works with. */
export interface EmbeddedLogOptions {
  readonly folder: string;
  readonly files: FileSystem;
  readonly blobs: Blobs;
  /** Under which changes are made from the begin of an empty log on. */
  readonly limits: ReplayLimits;
  /** Told of what went wrong while nobody waited for it. */
  readonly report: (error: Error) => void;
}

/** An append-only log with snapshots, in files of one folder: see `docs/reference/storage.md`. */
export class EmbeddedLog implements Engine {
  readonly #options: EmbeddedLogOptions;
  readonly #writer = new ByteWriter();
  readonly #watchers = new Set<(batch: Batch) => void>();
  #syncer: Syncer;
  #limits: ReplayLimits;
  #log: LogFile | undefined;
  #failure: Error | undefined;
  #closed = { generation: 0, end: 0 };
  /** Of the last record. */
  #base = 0;
  /** Of the last snapshot. */
  #since = 0;
  #removing: Promise<void> = Promise.resolve();
  #snapshot: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedLogOptions) {
    this.#options = options;
    this.#limits = options.limits;
    this.#syncer = this.#createSyncer();
  }

  /** Bytes of changes since the last snapshot. */
  get bytes(): number {
    return this.#log ? this.#log.end - this.#log.first : 0;
  }

  recover(target: RecoveryTarget): Recovery {
    const { files, folder, blobs } = this.#options;
    const boot = bootName();
    const found = this.#list();
    target.begin();
    const read = readGenerations(files, folder, found, (blob) => blobs.value(blob), target, boot);
    try {
      for (const name of found.temporaries) files.remove(join(folder, name));
      const damaged = read && firstDamaged(read, blobs);
      if (read && damaged !== undefined) {
        const more = read.reading.stop + read.tail.bytes - damaged;
        cutLog(files, folder, read.log, damaged, true);
        read.log.close();
        const { cut, ...rest } = this.recover(target);
        return { ...rest, cut: cut + more, lost: true };
      }
      if (read) cutLog(files, folder, read.log, read.reading.stop, read.tail.lost);
      for (const path of outdated(folder, found)) files.remove(path);
    } catch (error) {
      read?.log.close();
      throw fileError(folder, error);
    }
    const log = read?.log ?? LogFile.create(files, folder, 1, this.#limits);
    if (read) log.resume(read.reading.stop, read.reading.synced);
    this.#log = log;
    this.#limits = log.header.limits;
    this.#since = read?.since ?? 0;
    this.#mark(openMark(boot));
    return read?.recovery ?? { fresh: true, records: 0, bytes: 0, cut: 0, lost: false };
  }

  /** Goes on after `close`, where it ended. Throws `STORAGE_CORRUPT`, `IO_FAILED`. */
  reopen(): void {
    const { files, folder } = this.#options;
    const { generation, end } = this.#closed;
    const log = LogFile.open(files, folder, generation);
    log.resume(end, end);
    this.#log = log;
    this.#syncer = this.#createSyncer();
    this.#mark(openMark(bootName()));
  }

  relimit(limits: ReplayLimits): void {
    this.#limits = limits;
    this.#switch();
  }

  append(batch: Batch): void {
    this.#write(batch);
    this.#syncer.request();
    for (const listener of this.#watchers) listener(batch);
  }

  async synced(): Promise<void> {
    const log = this.#opened();
    if (log.synced < log.end || this.#options.blobs.pending) await this.#syncer.wait();
  }

  /** Something has changed that no record tells of: a file was left by all that held it. */
  requestSync(): void {
    if (this.#log) this.#syncer.request();
  }

  read(since: number): Iterable<Batch> | undefined {
    const { files, folder, blobs } = this.#options;
    return since < this.#since ? undefined : readBatches(files, folder, since, (blob) => blobs.value(blob));
  }

  watch(listener: (batch: Batch) => void): () => void {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  snapshot(capture: () => StoreImage): Promise<void> {
    const written = this.#snapshot.then(() => this.#writeSnapshot(capture));
    this.#snapshot = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    const log = this.#log;
    if (!log) return;
    this.#syncer.close();
    await this.#snapshot;
    try {
      if (!this.#failure) {
        await this.#syncer.wait();
        // Nothing comes behind the last mark.
        this.#opened().ahead = false;
        this.#mark(CLOSED);
        this.#opened().trim();
        this.#opened().sync();
      }
      await this.#removing;
    } finally {
      const { end, header } = this.#log ?? log;
      this.#closed = { generation: header.generation, end };
      this.#log?.close();
      this.#log = undefined;
    }
  }

  #list(): Generations {
    const { files, folder } = this.#options;
    try {
      return listGenerations(files, folder);
    } catch (error) {
      throw fileError(folder, error);
    }
  }

  #createSyncer(): Syncer {
    return new Syncer({
      sync: (waiters) => this.#sync(waiters),
      failed: (error) => this.#fail(error),
    });
  }

  #opened(): LogFile {
    if (this.#failure) throw this.#failure;
    if (!this.#log) throw storageError('STORAGE_FAILED', 'the log is closed');
    return this.#log;
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#options.report(error);
  }

  #write(batch: Batch): void {
    const log = this.#opened();
    this.#writer.reset(HEAD_BYTES);
    writeBatch(this.#writer, batch);
    log.append(this.#writer.written(), batch.base);
    this.#base = batch.base;
  }

  /** Notes something; without room on the disk it is not noted, which a recovery takes for the worse. */
  #mark(text: string): void {
    try {
      this.#write(markBatch(this.#base, text));
    } catch (error) {
      this.#options.report(fileError('a mark in the log', error));
    }
  }

  async #sync(waiters: number): Promise<void> {
    const log = this.#opened();
    const { blobs } = this.#options;
    const { end } = log;
    const retired = blobs.pending ? await blobs.sync() : [];
    // One that waits alone is served faster by a call that waits, too, than by another thread.
    if (waiters === 1 && retired.length === 0) log.sync();
    else await log.syncLater();
    log.synced = end;
    log.ahead = waiters > 0;
    this.#removeLater(retired);
    if (waiters === 0 && log.end === end) this.#mark('');
  }

  #removeLater(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const { blobs, report } = this.#options;
    this.#removing = this.#removing.then(() => blobs.remove(ids)).catch(report);
  }

  async #writeSnapshot(capture: () => StoreImage): Promise<void> {
    const { files, folder } = this.#options;
    // What is on disk already makes the switch short.
    await this.#syncer.wait();
    const image = await this.#syncer.exclusive(async () => {
      this.#switch();
      return capture();
    });
    const { generation } = this.#opened().header;
    try {
      await writeSnapshot(files, folder, generation, this.#limits, image);
      this.#since = image.revision;
      for (const path of outdated(folder, listGenerations(files, folder))) {
        files.remove(path);
        await setImmediate();
      }
    } catch (error) {
      throw fileError(folder, error);
    }
  }

  /** Goes on in a new generation; the log before is on disk as a whole. Throws `DISK_FULL`, `IO_FAILED`, and goes on in the old one. */
  #switch(): void {
    const { files, folder, blobs } = this.#options;
    const log = this.#opened();
    try {
      const retired = blobs.syncNow();
      log.trim();
      log.sync();
      log.synced = log.end;
      this.#removeLater(retired);
    } catch (error) {
      const failure = storageError('STORAGE_FAILED', fileError(log.path, error).message, {}, error);
      this.#fail(failure);
      throw failure;
    }
    try {
      this.#log = LogFile.create(files, folder, log.header.generation + 1, this.#limits);
    } catch (error) {
      if (error instanceof HeadframeError && error.code === 'STORAGE_FAILED') this.#fail(error);
      throw error;
    }
    log.close();
  }
}
