import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Coalesced } from '../coalesced.ts';
import { codeOf, messageOf } from '../errors.ts';
import type { Host } from '../host.ts';
import { FolderWatch, warnUnwatched } from './folder-watch.ts';
import { readSourceTree } from './source-tree.ts';

/** What a {@link HostWatch} follows beside the config files and the folders of plugins. */
export interface HostWatchOptions {
  /** Whether plugins whose sources change are refreshed; those that came with the host are not. */
  readonly sources?: boolean;
}

/**
 * Follows the files of a running host: a changed config file and a new plugin lead to
 * `Host.reload()`, changed sources of a plugin to `Host.refresh()`.
 *
 * Notes: folders are watched, since editors replace files; contents are compared, so that neither the
 * host's own edits nor a touched file do anything. A bad change is logged with its place, once.
 */
export class HostWatch {
  readonly #host: Host;
  readonly #sources: boolean;
  readonly #hashes = new Map<string, string>();
  readonly #work = new Coalesced(() => this.#check());
  readonly #watch: FolderWatch;
  #lastProblem = '';
  #closed = false;

  constructor(host: Host, { sources = false }: HostWatchOptions = {}) {
    this.#host = host;
    this.#sources = sources;
    this.#watch = new FolderWatch(() => void this.#work.trigger(), warnUnwatched(host.logger));
  }

  /** Begins to follow. */
  async start(): Promise<void> {
    await this.#follow();
  }

  /** Ends it, after what it has begun. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#watch.close();
    await this.#work.idle();
  }

  async #check(): Promise<void> {
    if (this.#closed) return;
    // Before anything is read, so that no change after the reading goes unnoticed.
    const changed = await this.#follow();
    try {
      if (!(await this.#host.configuration.isCurrent()) || this.#host.hasNewPlugins()) {
        await this.#host.reload();
        // There may be other folders to follow now.
        void this.#work.trigger();
      }
      this.#lastProblem = '';
    } catch (error) {
      this.#tell(error);
    }
    for (const name of changed) {
      if (this.#closed) continue;
      this.#host.logger.info({ plugin: name }, `${name} has changed on disk and is loaded anew`);
      // The plugin's failure is logged by the host and shown by inspect().
      await this.#host.refresh(name).catch(() => undefined);
    }
  }

  /** Watches what there is to watch now; names the followed plugins whose sources have changed since the last time. */
  async #follow(): Promise<string[]> {
    const folders = new Set(await this.#configFolders());
    for (const parent of this.#host.configuration.pluginDirs) {
      folders.add(parent);
      for (const folder of await subfolders(parent)) folders.add(folder);
    }
    const changed: string[] = [];
    const plugins = this.#sources ? this.#host.inspect().plugins.filter(({ builtIn }) => !builtIn) : [];
    for (const { name, folder } of plugins) {
      try {
        const tree = await readSourceTree(folder);
        for (const one of tree.folders) folders.add(one);
        const known = this.#hashes.get(name);
        this.#hashes.set(name, tree.hash);
        if (known !== undefined && known !== tree.hash) changed.push(name);
      } catch (error) {
        this.#tell(error);
      }
    }
    if (!this.#closed) this.#watch.watch(folders);
    return changed;
  }

  async #configFolders(): Promise<string[]> {
    const { targetFile } = this.#host.configuration;
    // A config file that is a link, as in a container's mounted volume, changes where it points to.
    const target = await realpath(targetFile).catch(() => targetFile);
    return [dirname(targetFile), dirname(target)];
  }

  #tell(error: unknown): void {
    const problem = messageOf(error);
    if (problem === this.#lastProblem) return;
    this.#lastProblem = problem;
    this.#host.logger.error({ code: codeOf(error) }, `all stays as it was: ${problem}`);
  }
}

async function subfolders(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map((entry) => join(parent, entry.name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
