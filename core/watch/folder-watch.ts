import { existsSync, type FSWatcher, watch } from 'node:fs';
import { codeOf, messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Told of something that went wrong while watching. */
export type OnWatchError = (folder: string, error: unknown) => void;

/** Logs what cannot be watched: what happens there is not noticed. */
export function warnUnwatched(logger: Logger): OnWatchError {
  return (path, error) =>
    logger.warn({ path, code: codeOf(error) }, `${path} is not watched: ${messageOf(error)}`);
}

const GATHER_MS = 40;
const MAX_FOLDERS = 2_000;

/**
 * Watches folders, not what is below them, and calls back once for all that happens within 40 ms.
 * What has changed is for the caller to find out. It does not keep the process running.
 */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onChange: () => void;
  readonly #onError: OnWatchError;
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: () => void, onError: OnWatchError) {
    this.#onChange = onChange;
    this.#onError = onError;
  }

  /** Watches exactly these folders from now on, at most 2000 of them; missing ones are left out. */
  watch(folders: Iterable<string>): void {
    const wanted = new Set([...folders].slice(0, MAX_FOLDERS));
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.#watchers.has(folder) && existsSync(folder)) this.#add(folder);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.watch([]);
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#gather());
      watcher.on('error', (error) => this.#drop(folder, error));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      this.#onError(folder, error);
    }
  }

  #drop(folder: string, error: unknown): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
    this.#onError(folder, error);
  }

  #gather(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onChange();
    }, GATHER_MS);
  }
}
