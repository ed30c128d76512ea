import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A plugin's files in place of those before them. */
export interface Placement {
  /** Removes what was there before. */
  commit(): Promise<void>;
  /** Puts back what was there before; once. */
  rollBack(): Promise<void>;
}

/**
 * Where installed plugins live: `<dataDir>/extensions/<name>`, with `+` for the `/` of a scoped name.
 * Hidden folders beside them are the installer's own and on the same file system, so that a plugin
 * comes and goes by one rename.
 */
export class ExtensionsFolder {
  readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'extensions');
  }

  folderOf(plugin: string): string {
    return join(this.path, fileName(plugin));
  }

  /** Whether a plugin of this name is installed here, as a folder or as a link. */
  has(plugin: string): boolean {
    return lstatSync(this.folderOf(plugin), { throwIfNoEntry: false }) !== undefined;
  }

  /** Runs `work` with a temporary folder of its own, which is removed afterwards. */
  async withTemporary<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = this.#hidden('staged');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Puts a staged folder in a plugin's place. */
  place(plugin: string, staged: string): Promise<Placement> {
    return this.#replace(plugin, (target) => rename(staged, target));
  }

  /** Puts a link to a folder under development in a plugin's place. */
  link(plugin: string, folder: string): Promise<Placement> {
    return this.#replace(plugin, (target) => symlink(folder, target, 'junction'));
  }

  /** Removes a plugin's files; of a linked one the link alone. */
  async remove(plugin: string): Promise<void> {
    const placement = await this.#replace(plugin, async () => undefined);
    await placement.commit();
    await this.clearPending(plugin);
  }

  /** Notes that the next host to start has to call `onInstall`. */
  async markPending(plugin: string): Promise<void> {
    await mkdir(this.#pending, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#pending, fileName(plugin)), '');
  }

  async clearPending(plugin: string): Promise<void> {
    await rm(join(this.#pending, fileName(plugin)), { force: true });
  }

  /** The plugins whose `onInstall` is still to be called. */
  pending(): string[] {
    return existsSync(this.#pending) ? readdirSync(this.#pending).map((file) => file.replace('+', '/')) : [];
  }

  async #replace(plugin: string, put: (target: string) => Promise<void>): Promise<Placement> {
    const target = this.folderOf(plugin);
    const old = this.#hidden('replaced');
    const hadOld = this.has(plugin);
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    if (hadOld) await rename(target, old);
    let isRolledBack = false;
    const rollBack = async (): Promise<void> => {
      if (isRolledBack) return;
      isRolledBack = true;
      await rm(target, { recursive: true, force: true });
      if (hadOld) await rename(old, target);
    };
    try {
      await put(target);
    } catch (error) {
      await rollBack();
      throw error;
    }
    return { rollBack, commit: () => rm(old, { recursive: true, force: true }) };
  }

  #hidden(kind: string): string {
    return join(this.path, `.${kind}-${process.pid}-${randomBytes(6).toString('hex')}`);
  }

  get #pending(): string {
    return join(this.path, '.pending');
  }
}

function fileName(plugin: string): string {
  return plugin.replace('/', '+');
}
