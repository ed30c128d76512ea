import { codeOf } from 'headframe';
import type { BlobReference } from './blob-value.ts';
import { type FileSystem, OPEN } from './file-system.ts';

/** Files without a name that are kept open at most. */
const MAX_OPEN = 256;

/**
 * Files whose name has gone while somebody may still look at the value, such as a tap that was told of
 * it: they stay open until the value is forgotten, up to a number of files.
 */
export class OpenBlobs {
  readonly #files: FileSystem;
  /** Values that somebody holds, by id. */
  readonly #held = new Set<string>();
  readonly #open = new Map<string, number>();
  readonly #forgotten = new FinalizationRegistry<string>((id) => {
    this.#held.delete(id);
    this.#close(id);
  });

  constructor(files: FileSystem) {
    this.#files = files;
  }

  /** Watches a value. */
  watch(value: BlobReference): void {
    this.#held.add(value.id);
    this.#forgotten.register(value, value.id);
  }

  /** Keeps a file open, if its value is still held, before its name goes. */
  keep(id: string, path: string): void {
    if (!this.#held.has(id)) return;
    try {
      this.#open.set(id, this.#files.open(path, OPEN.read));
    } catch (error) {
      // Without it the value can be read no more, which is said to whoever tries.
      if (codeOf(error) !== 'INTERNAL') return;
      throw error;
    }
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      this.#close(oldest);
    }
  }

  /** The open file of a value, if there is one. */
  find(id: string): number | undefined {
    return this.#open.get(id);
  }

  closeAll(): void {
    for (const id of [...this.#open.keys()]) this.#close(id);
  }

  #close(id: string): void {
    const fd = this.#open.get(id);
    this.#open.delete(id);
    if (fd !== undefined) this.#files.close(fd);
  }
}
