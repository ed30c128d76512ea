import { join } from 'node:path';
import { fileError } from './errors.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import { using, writeWhole } from './whole.ts';

/** `HFVERS1\n`, u32 1 while the table is alive and 0 when it is not, u32 0, u64 slots; zeros up to the first slot. */
const MAGIC = Buffer.from('HFVERS1\n');
const HEADER_BYTES = 64;
const ALIVE_AT = 8;
const SLOTS_AT = 16;
const SLOT_BYTES = 8;
const FILE = 'versions';
const FILE_MODE = 0o600;

/**
 * A file of one u64 a variable, its revision, which clients of the same user map: it is written before a
 * write is answered, so that a value in a client's memory can be checked without asking.
 *
 * Notes: a variable gets its slot when a client first asks for it; the others cost nothing. A deleted one's
 * slot gets the revision of the deletion and may then be given to another: since no revision is given
 * twice, whoever still looks there sees that his value is no longer current.
 */
export class VersionTable {
  readonly capacity: number;
  readonly #files: FileSystem;
  readonly #fd: number;
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  readonly #cell = Buffer.alloc(SLOT_BYTES);
  #used = 0;

  private constructor(files: FileSystem, fd: number, capacity: number) {
    this.#files = files;
    this.#fd = fd;
    this.capacity = capacity;
  }

  /** Makes a new table; one that a host left behind is marked as dead first. Throws `IO_FAILED`, `DISK_FULL`. */
  static create(files: FileSystem, folder: string, capacity: number): VersionTable {
    const path = join(folder, FILE);
    const temporary = `${path}.tmp`;
    try {
      if (files.list(folder).includes(FILE)) {
        using(files, files.open(path, OPEN.update), (old) =>
          writeWhole(files, old, Buffer.alloc(4), ALIVE_AT),
        );
      }
      const fd = files.open(temporary, OPEN.create, FILE_MODE);
      const header = Buffer.alloc(HEADER_BYTES);
      MAGIC.copy(header);
      header.writeUInt32LE(1, ALIVE_AT);
      header.writeBigUInt64LE(BigInt(capacity), SLOTS_AT);
      try {
        writeWhole(files, fd, header, 0);
        files.truncate(fd, HEADER_BYTES + capacity * SLOT_BYTES);
        files.rename(temporary, path);
      } catch (error) {
        files.close(fd);
        throw error;
      }
      return new VersionTable(files, fd, capacity);
    } catch (error) {
      throw fileError(path, error);
    }
  }

  /** Whether any variable has a slot. */
  get used(): boolean {
    return this.#slots.size > 0;
  }

  /** The slot of a variable with this revision, taken if need be; nothing when all are taken. Throws `IO_FAILED`. */
  slotOf(name: string, revision: number): number | undefined {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    const slot = this.#free.pop() ?? (this.#used < this.capacity ? this.#used++ : undefined);
    if (slot === undefined) return undefined;
    this.#slots.set(name, slot);
    this.#write(slot, revision);
    return slot;
  }

  /** Notes a variable's revision; `gone`: there is no variable of this name any more. Throws `IO_FAILED`. */
  note(name: string, revision: number, gone: boolean): void {
    const slot = this.#slots.get(name);
    if (slot === undefined) return;
    this.#write(slot, revision);
    if (!gone) return;
    this.#slots.delete(name);
    this.#free.push(slot);
  }

  /** Marks the table as dead: whoever has it mapped has to ask. Throws `IO_FAILED`. */
  close(): void {
    try {
      using(this.#files, this.#fd, (fd) => writeWhole(this.#files, fd, Buffer.alloc(4), ALIVE_AT));
    } catch (error) {
      throw fileError(FILE, error);
    }
  }

  #write(slot: number, revision: number): void {
    this.#cell.writeUInt32LE(revision % 2 ** 32, 0);
    this.#cell.writeUInt32LE(Math.floor(revision / 2 ** 32), 4);
    try {
      writeWhole(this.#files, this.#fd, this.#cell, HEADER_BYTES + slot * SLOT_BYTES);
    } catch (error) {
      throw fileError(FILE, error);
    }
  }
}
