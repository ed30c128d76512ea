import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { loadedMapFile, loadMapFile } from './memory-map.ts';

const MAGIC = 'HFVERS1\n';
const HEAD_BYTES = 64;
const SLOT_BYTES = 8;
const ALIVE_AT = 8;
const SLOTS_AT = 16;
/** The file is mapped when it has been looked into so often: loading what maps takes some milliseconds. */
const MAPPED_AFTER = 32;

/** One revision as two 32-bit words: comparing them makes no big integer. */
export interface RevisionWords {
  readonly low: number;
  readonly high: number;
}

/** Takes a revision apart. */
export function wordsOf(revision: number): RevisionWords {
  return { low: revision >>> 0, high: Math.floor(revision / 2 ** 32) };
}

/**
 * The host's table of revisions (docs/reference/data-plane.md): one look tells whether a value that the client
 * has is still the variable's. The host writes into it before it answers a write.
 *
 * Notes: a number that is torn between two revisions 2^32 apart is none that anybody waits for.
 */
export class VersionTable {
  readonly slots: number;
  readonly #fd: number;
  readonly #size: number;
  readonly #cell = Buffer.alloc(SLOT_BYTES);
  #words: Uint32Array | undefined;
  #looks = 0;
  #isOpen = true;

  /** Throws when there is no living table of this user at the path. */
  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const state = fstatSync(this.#fd);
      if (!state.isFile() || state.uid !== process.geteuid?.()) throw new Error(`${path} is another user's`);
      const head = Buffer.alloc(HEAD_BYTES);
      readSync(this.#fd, head, 0, HEAD_BYTES, 0);
      this.slots = Number(head.readBigUInt64LE(SLOTS_AT));
      this.#size = HEAD_BYTES + this.slots * SLOT_BYTES;
      if (head.toString('latin1', 0, MAGIC.length) !== MAGIC || state.size < this.#size) {
        throw new Error(`${path} is no table of revisions`);
      }
      if (head.readUInt32LE(ALIVE_AT) !== 1) throw new Error(`${path} is not kept any more`);
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
    this.#map();
  }

  /** Whether the host still writes into it. */
  get isAlive(): boolean {
    if (this.#words) return Atomics.load(this.#words, ALIVE_AT / 4) === 1;
    return this.#isOpen && this.#read(ALIVE_AT).readUInt32LE(0) === 1;
  }

  /** Whether the variable with a slot has this revision now. */
  isCurrent(slot: number, { low, high }: RevisionWords): boolean {
    const words = this.#words;
    if (words === undefined) return this.#isCurrentInFile(slot, low, high);
    // Loaded atomically, so that no compiler keeps a number from one look to the next.
    const at = (HEAD_BYTES + slot * SLOT_BYTES) / 4;
    return (
      Atomics.load(words, ALIVE_AT / 4) === 1 &&
      Atomics.load(words, at) === low &&
      Atomics.load(words, at + 1) === high
    );
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#words = undefined;
    closeSync(this.#fd);
  }

  #isCurrentInFile(slot: number, low: number, high: number): boolean {
    this.#looks += 1;
    if (this.#looks === MAPPED_AFTER) void loadMapFile().then(() => this.#map());
    if (!this.isAlive) return false;
    const cell = this.#read(HEAD_BYTES + slot * SLOT_BYTES);
    return cell.readUInt32LE(0) === low && cell.readUInt32LE(4) === high;
  }

  #read(position: number): Buffer {
    readSync(this.#fd, this.#cell, 0, SLOT_BYTES, position);
    return this.#cell;
  }

  #map(): void {
    const map = loadedMapFile();
    if (!map || !this.#isOpen) return;
    try {
      this.#words = new Uint32Array(map(this.#fd, this.#size, 'shared'));
    } catch {
      // Without a mapping the file is read.
    }
  }
}
