import { closeSync, constants, fstatSync, openSync, readFileSync, statfsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isNetworkFileSystem } from '../../../codec/frame/framed/index.ts';

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_DIRECTORY } = constants;
const OWN_FILE_MODE = 0o600;
const SAFE_NAME = /^[0-9a-z]+(\.[a-z]+)?$/;

/**
 * The host's folder of blobs, held open: whatever becomes of its path, files are opened in this very folder,
 * by their names and without following links. Everything throws what Node's own functions do.
 */
export class BlobFolder {
  readonly #fd: number;
  readonly #base: string;
  #isOpen = true;

  /** Throws when it is no folder of this user, is reached by a link, or lies on a network file system. */
  constructor(directory: string) {
    this.#fd = openSync(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    // Node has no openat(2).
    this.#base = process.platform === 'linux' ? `/proc/self/fd/${this.#fd}` : directory;
    try {
      if (fstatSync(this.#fd).uid !== process.geteuid?.()) throw new Error(`${directory} is another user's`);
      if (process.platform === 'linux' && isNetworkFileSystem(statfsSync(this.#base).type)) {
        throw new Error(`${directory} is on a network file system`);
      }
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  /** The text of a short file. */
  readText(name: string): string {
    const fd = this.open(name);
    try {
      return readFileSync(fd, 'latin1');
    } finally {
      closeSync(fd);
    }
  }

  /** Opens a file for reading; to be closed by the caller. */
  open(name: string): number {
    const fd = openSync(this.#path(name), O_RDONLY | O_NOFOLLOW);
    const state = fstatSync(fd);
    if (state.isFile() && state.uid === process.geteuid?.()) return fd;
    closeSync(fd);
    throw new Error(`${name} is no file of this user's own`);
  }

  /** Creates a file for writing; to be closed by the caller. */
  create(name: string): number {
    return openSync(this.#path(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, OWN_FILE_MODE);
  }

  /** Removes a file of this client's that is of no use any more. */
  remove(name: string): void {
    unlinkSync(this.#path(name));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#fd);
  }

  #path(name: string): string {
    // The number may belong to another folder by now.
    if (!this.#isOpen) throw new Error('the folder of blobs has been closed');
    if (!SAFE_NAME.test(name)) throw new Error(`${JSON.stringify(name)} is no name in the folder of blobs`);
    return join(this.#base, name);
  }
}
