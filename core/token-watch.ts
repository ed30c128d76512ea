import type { Logger } from './logger.ts';
import { tokenFile } from './token-file.ts';
import { FolderWatch, warnUnwatched } from './watch/folder-watch.ts';

/**
 * Tells when a data folder's tokens may have changed. The file is watched and not its folder, where
 * much else is written; one that is not there yet has to be looked for by {@link follow}.
 */
export class TokenWatch {
  readonly #file: string;
  readonly #watch: FolderWatch;
  #closed = false;

  constructor(dataDir: string, logger: Logger, changed: () => void) {
    this.#file = tokenFile(dataDir);
    this.#watch = new FolderWatch(() => {
      // What is watched was the old file; the new one has to be watched before it is read.
      this.#watch.watch([]);
      this.follow();
      changed();
    }, warnUnwatched(logger));
  }

  /** Watches the file from now on, if it is there. */
  follow(): void {
    if (!this.#closed) this.#watch.watch([this.#file]);
  }

  close(): void {
    this.#closed = true;
    this.#watch.close();
  }
}
