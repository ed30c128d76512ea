import { codeOf } from 'headframe';
import type { BlobFiles } from './blob-files.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import { syncFolder, using } from './whole.ts';

/** Blobs that have been written and are perhaps not on disk yet. */
export class UnsyncedBlobs {
  readonly #files: BlobFiles;
  readonly #fileSystem: FileSystem;
  #ids = new Set<string>();

  constructor(files: BlobFiles, fileSystem: FileSystem) {
    this.#files = files;
    this.#fileSystem = fileSystem;
  }

  get size(): number {
    return this.#ids.size;
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  delete(id: string): void {
    this.#ids.delete(id);
  }

  /** Puts them on disk, with their names. Throws Node's errors. */
  async sync(): Promise<void> {
    const ids = this.#take();
    for (const id of ids) {
      const fd = this.#open(id);
      if (fd === undefined) continue;
      try {
        await this.#fileSystem.syncLater(fd);
      } finally {
        this.#fileSystem.close(fd);
      }
    }
    if (ids.size > 0) syncFolder(this.#fileSystem, this.#files.folder);
  }

  /** The same at once. */
  syncNow(): void {
    const ids = this.#take();
    for (const id of ids) {
      const fd = this.#open(id);
      if (fd !== undefined) using(this.#fileSystem, fd, () => this.#fileSystem.sync(fd));
    }
    if (ids.size > 0) syncFolder(this.#fileSystem, this.#files.folder);
  }

  #take(): ReadonlySet<string> {
    const ids = this.#ids;
    this.#ids = new Set();
    return ids;
  }

  /** Nothing for one that has no name any more: it was released meanwhile, or somebody has removed it. */
  #open(id: string): number | undefined {
    try {
      return this.#fileSystem.open(this.#files.path(id), OPEN.read);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }
}
