import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../config/index.ts';
import { readPluginSettings } from '../config/plugin-settings.ts';
import { HeadframeError, messageOf } from '../errors.ts';
import { ExtensionsFolder, type Placement } from './extensions-folder.ts';
import { findDependents, type Node } from './graph.ts';
import { checkInstallable } from './installable.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { parseSource } from './plugin-source.ts';
import type { PluginRecord } from './record.ts';
import { stageDependencies, stagePlugin } from './stage.ts';
import { addPlugin, announcePlugin, type TakeUpContext, upgradePlugin } from './take-up.ts';

/** Settings of an installation. */
export interface InstallOptions {
  /** Links to the folder instead of copying it: for a plugin under development. */
  readonly link?: boolean;
  /** What a relative source is relative to; the process's current folder unless given. */
  readonly cwd?: string;
}

/** What was installed. */
export interface InstalledPlugin {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** The version that it took the place of. */
  readonly previous: string | undefined;
  /** PyMiner's `dependencies`: pip packages, which nobody installs. */
  readonly pipDependencies: readonly string[];
}

/** What the installer needs of the host. */
export interface InstallerContext extends TakeUpContext {
  readonly configuration: Configuration;
}

/**
 * Installs and removes plugins in `<dataDir>/extensions`. Each operation is done as a whole or not at
 * all. Its methods are called one at a time, by the host's queue.
 *
 * Notes: on a host that is not running, files and settings alone are changed: `onInstall` is called
 * at the next start, `onUninstall` not at all.
 */
export class Installer {
  readonly extensions: ExtensionsFolder;
  readonly #context: InstallerContext;

  constructor(context: InstallerContext) {
    this.#context = context;
    this.extensions = new ExtensionsFolder(context.configuration.dataDir);
  }

  /** See `Host.install`. */
  async install(text: string, options: InstallOptions, isRunning: boolean): Promise<InstalledPlugin> {
    const source = parseSource(text, options.cwd ?? process.cwd());
    if (options.link) {
      if (source.kind !== 'folder')
        throw new HeadframeError('BAD_ARGUMENT', `${text} is no folder to link to`);
      const folder = realpathSync(source.path);
      const manifest = this.#examine(folder);
      return this.#put(manifest, () => this.extensions.link(manifest.name, folder), isRunning);
    }
    return this.extensions.withTemporary(async (temporary) => {
      const staged = await stagePlugin(source, temporary);
      const manifest = this.#examine(staged);
      await stageDependencies(manifest, staged, temporary);
      return this.#put(manifest, () => this.extensions.place(manifest.name, staged), isRunning);
    });
  }

  /** See `Host.uninstall`. */
  async uninstall(name: string): Promise<void> {
    const { manager, configuration } = this.#context;
    const record = manager.records.get(name);
    if (!this.extensions.has(name)) {
      const { manifest, builtIn } = manager.get(name);
      const where = builtIn
        ? 'comes with the host'
        : `lives in ${manifest.path}, which is not the host's to remove`;
      throw new HeadframeError('FORBIDDEN', `${name} ${where}; disable it instead`);
    }
    if (record) {
      this.#refuseRequired(name);
      try {
        await manager.callOnce(name, 'onUninstall');
      } catch (error) {
        // A plugin must not be able to prevent its own removal.
        this.#context.logger(name).error({ err: error }, messageOf(error));
      }
      await manager.disable(name, false);
    }
    await configuration.forget(name);
    if (record) await manager.remove(name);
    await this.extensions.remove(name);
    this.#context.check();
  }

  /** Calls `onInstall` of what was installed while no host was running. Failures are logged. */
  async completePending(): Promise<void> {
    const { manager, logger } = this.#context;
    for (const name of this.extensions.pending()) {
      if (manager.records.get(name)?.state !== 'active') continue;
      try {
        await manager.callOnce(name, 'onInstall');
      } catch (error) {
        logger(name).error({ err: error }, messageOf(error));
      }
      await this.extensions.clearPending(name);
    }
  }

  /** Reads a plugin's folder and says why it cannot be installed. Runs no code of it. */
  #examine(folder: string): Manifest {
    const manifest = readManifest(folder);
    const { name, main } = manifest;
    const known = this.#context.manager.records.get(name);
    if (known && !this.extensions.has(name)) {
      throw new HeadframeError('DUPLICATE', `the name ${name} belongs to ${known.manifest.path}`);
    }
    if (![main.file, main.file.replace(/\.ts$/, '.js')].some((file) => existsSync(join(folder, file)))) {
      throw new HeadframeError(
        'BAD_MANIFEST',
        `${manifest.file} names ${main.file}, but there is no such file`,
      );
    }
    const { error } = readPluginSettings(manifest);
    if (error) throw error;
    checkInstallable(manifest, this.#wanted());
    return manifest;
  }

  async #put(
    manifest: Manifest,
    put: () => Promise<Placement>,
    isRunning: boolean,
  ): Promise<InstalledPlugin> {
    const { name, version, pipDependencies } = manifest;
    const record = this.#context.manager.records.get(name);
    const previous = record?.manifest.version;
    if (pipDependencies.length > 0) {
      const text = `${name} names pip packages, which are not installed: ${pipDependencies.join(', ')}`;
      this.#context.logger(name).warn({ pipDependencies }, text);
    }
    const placement = await put();
    try {
      const placed = readManifest(realpathSync(this.extensions.folderOf(name)));
      if (!isRunning) await this.#announce(record, placed);
      else if (record) await upgradePlugin(this.#context, record, placed, placement);
      else await addPlugin(this.#context, placed);
    } catch (error) {
      await placement.rollBack();
      throw error;
    }
    await placement.commit();
    return { name, version, folder: this.extensions.folderOf(name), previous, pipDependencies };
  }

  /** For the next start, which calls `onInstall` of what is new. */
  async #announce(record: PluginRecord | undefined, manifest: Manifest): Promise<void> {
    await announcePlugin(this.#context, record, manifest);
    if (!record) await this.extensions.markPending(manifest.name);
  }

  #refuseRequired(name: string): void {
    const dependents = findDependents(this.#wanted(), name);
    if (dependents.length === 0) return;
    throw new HeadframeError('PLUGIN_REQUIRED', `${name} is required by ${dependents.join(', ')}`, {
      data: { dependents },
    });
  }

  #wanted(): Map<string, Node> {
    const records = [...this.#context.manager.records.values()].filter((record) => record.wanted);
    return new Map(records.map((record) => [record.name, record.manifest]));
  }
}
