import { basename, dirname } from 'node:path';
import { messageOf } from 'headframe';
import { fileError, storageError } from './errors.ts';
import { type FileHeader, readHeader } from './file-header.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import { completeTemporary, createTemporary, generationFile, newHeader, TEMPORARY } from './generations.ts';
import { sealRecord } from './record.ts';
import { type ScannedRecord, scanRecords } from './scan.ts';
import { using, writeWhole } from './whole.ts';

/** Room ahead is made in steps of so many bytes. */
const ROOM_BYTES = 1024 * 1024;
const ZEROS = Buffer.alloc(ROOM_BYTES);

/** The file of a log, open for reading and appending. */
export class LogFile {
  readonly path: string;
  readonly header: FileHeader;
  /** Where its records begin. */
  readonly first: number;
  /** Where the next record is written. */
  end: number;
  /** Everything before this is on disk, with the blobs that it names. */
  synced: number;
  /** Whether room is made ahead of the records, as zeros: a sync has less to write then than with a file that grows. */
  ahead = false;
  readonly #files: FileSystem;
  readonly #fd: number;
  /** Where the room ahead ends. */
  #room: number;

  private constructor(files: FileSystem, path: string, fd: number, header: FileHeader, first: number) {
    this.path = path;
    this.header = header;
    this.first = first;
    this.end = first;
    this.synced = first;
    this.#room = first;
    this.#files = files;
    this.#fd = fd;
  }

  /** Creates an empty log, on disk with its name. Throws `DISK_FULL`, `IO_FAILED`; `STORAGE_FAILED` when it is there nevertheless. */
  static create(
    files: FileSystem,
    folder: string,
    generation: number,
    limits: FileHeader['limits'],
  ): LogFile {
    const path = generationFile(folder, 'log', generation);
    const header = newHeader('log', generation, limits);
    try {
      const { fd, end } = createTemporary(files, path, header);
      try {
        files.sync(fd);
        completeTemporary(files, folder, path);
      } catch (error) {
        using(files, fd, () => discard(files, path));
        throw error;
      }
      return new LogFile(files, path, fd, header, end);
    } catch (error) {
      throw fileError(path, error);
    }
  }

  /** Opens a log; what is appended goes to its `end`, which the caller sets. Throws `STORAGE_CORRUPT`, `STORAGE_NEWER`, `IO_FAILED`. */
  static open(files: FileSystem, folder: string, generation: number): LogFile {
    const path = generationFile(folder, 'log', generation);
    let fd: number | undefined;
    try {
      fd = files.open(path, OPEN.update);
      const { header, end } = readHeader(files, fd, path);
      return new LogFile(files, path, fd, header, end);
    } catch (error) {
      if (fd !== undefined) files.close(fd);
      throw fileError(path, error);
    }
  }

  get size(): number {
    return this.#files.state(this.#fd).size;
  }

  get fd(): number {
    return this.#fd;
  }

  /** The intact records from the first one on. */
  records(): Generator<ScannedRecord, void> {
    return scanRecords(this.#files, this.#fd, this.header.seed, this.first);
  }

  /** Appends a record whose body stands behind room for its head. Throws `DISK_FULL`, `IO_FAILED`; then nothing is appended. */
  append(record: Buffer, base: number): void {
    sealRecord(record, this.header.seed, base, this.synced);
    if (this.ahead && this.end + record.byteLength > this.#room) this.#makeRoom();
    try {
      writeWhole(this.#files, this.#fd, record, this.end);
    } catch (error) {
      this.#takeBack();
      throw fileError(this.path, error);
    }
    this.end += record.byteLength;
    this.#room = Math.max(this.#room, this.end);
  }

  /** Gives back the room ahead. */
  trim(): void {
    if (this.#room > this.end) this.#takeBack();
  }

  /** Goes on behind records that have been read. */
  resume(end: number, synced: number): void {
    this.end = end;
    this.synced = synced;
    this.#room = end;
  }

  /** Cuts what stands after an offset. */
  cut(offset: number): void {
    this.#files.truncate(this.#fd, offset);
    this.#files.sync(this.#fd);
    this.end = offset;
    this.#room = offset;
  }

  /** Puts what was appended on disk. Throws Node's errors. */
  sync(): void {
    this.#files.sync(this.#fd);
  }

  /** The same without keeping others waiting. */
  syncLater(): Promise<void> {
    return this.#files.syncLater(this.#fd);
  }

  close(): void {
    this.#files.close(this.#fd);
  }

  #makeRoom(): void {
    const from = Math.max(this.#room, this.end);
    try {
      writeWhole(this.#files, this.#fd, ZEROS, from);
      this.#room = from + ROOM_BYTES;
    } catch {
      // It is only for speed. Where not even a record has room, writing it says so.
      this.ahead = false;
      this.#takeBack();
    }
  }

  #takeBack(): void {
    this.#room = this.end;
    try {
      this.#files.truncate(this.#fd, this.end);
    } catch {
      // The next record is written over it; until then a recovery cuts it off, since it is not whole.
    }
  }
}

/** Takes back what was created, under whichever name: a log that is not the last one may not grow. */
function discard(files: FileSystem, path: string): void {
  try {
    const names = files.list(dirname(path));
    for (const name of [path, `${path}${TEMPORARY}`]) if (names.includes(basename(name))) files.remove(name);
  } catch (error) {
    throw storageError('STORAGE_FAILED', `${path} cannot be taken back: ${messageOf(error)}`, {}, error);
  }
}
