import { totalmem } from 'node:os';
import { join } from 'node:path';
import { BaseExtension, type Consumer, lockHolder } from 'headframe';
import { registerCommands } from './commands/index.ts';
import { Converter } from './conversion/converter.ts';
import { createData } from './data-group.ts';
import { defineWorkspaceErrors } from './errors.ts';
import { createHooks } from './hooks.ts';
import type { Interface } from './interface.ts';
import { Parts } from './parts/parts.ts';
import type { PicklePolicy } from './prepare.ts';
import { nodeFileSystem } from './storage/file-system.ts';
import { recoverStore } from './storage/recover-store.ts';
import { Storage } from './storage/storage.ts';
import { Store, type StoreLimits } from './store.ts';
import { createTopLevel } from './top-level.ts';
import { Workspace } from './workspace.ts';

/** The settings, as settings.schema.json says. */
interface Settings {
  readonly history: number;
  readonly recycle_bin: number;
  readonly history_bytes: number;
  readonly max_variables: number;
  readonly max_value_bytes: number;
  readonly max_total_bytes: number;
  readonly changes: number;
  readonly pickle: PicklePolicy;
  readonly persistence: boolean;
}

/** A store with where it is kept. */
interface KeptStore {
  readonly store: Store;
  readonly storage: Storage | undefined;
}

/** Under this name the variables survive a reload of the plugin's code; they keep the limits that they began with. */
const STORE = 'store';
/** In the data folder. */
const FOLDER = 'workspace';

/** The workspace plugin: named variables that every process on the machine shares. */
export class Extension extends BaseExtension<Interface> {
  declare readonly settings: Readonly<Record<string, unknown>> & Settings;
  declare workspace: Workspace;
  declare parts: Parts;
  readonly converter: Converter = new Converter();

  override async onLoading(): Promise<void> {
    defineWorkspaceErrors();
    const { hot } = this.extensionLib;
    const kept = hot.get(STORE) as KeptStore | undefined;
    kept?.storage?.reopen();
    const { store, storage } = kept ?? (await this.#openStore());
    if (storage) this.scope.add('storage', () => storage.close());
    hot.set(STORE, { store, storage } satisfies KeptStore);
    this.workspace = new Workspace(store, createHooks(), () => this.settings.pickle, storage);
    this.parts = new Parts(this.workspace, this.scope);
  }

  override onLoad(): void {
    this.scope.add('conversions', () => this.converter.close());
    this.scope.add('parts', () => this.parts.close());
    this.scope.add('waits', () => this.workspace.waiters.endAll());
    const data = (consumer: Consumer) => createData(this.interface, consumer);
    const topLevel = (consumer: Consumer) => createTopLevel(this.interface, data(consumer), consumer);
    this.extensionLib.contribute('Data', data);
    this.extensionLib.contribute('extensionLib', topLevel);
    registerCommands(this.extensionLib.commands, this.interface, this.parts);
  }

  /** The store as it is on disk; an empty one in memory where nothing is to be kept. */
  async #openStore(): Promise<KeptStore> {
    const { dataDir } = this.extensionLib.configuration;
    const limits = limitsOf(this.settings);
    if (!this.settings.persistence || !(await holdsFolder(dataDir))) {
      return { store: new Store(limits), storage: undefined };
    }
    const report = (error: Error): void => this.logger.error({ err: error }, error.message);
    const folder = join(dataDir, FOLDER);
    const storage = new Storage({ folder, files: nodeFileSystem, limits, report });
    const start = performance.now();
    const { store, recovery, orphans } = recoverStore(storage, limits);
    const ms = Math.round(performance.now() - start);
    const found = { ...recovery, orphans: orphans.length, variables: store.variables.size, ms };
    const text = `the workspace in ${folder} is at revision ${store.changes.revision}`;
    if (recovery.lost)
      this.logger.warn(found, `${text}; changes that were not on disk yet may have been lost`);
    else this.logger.info(found, text);
    return { store, storage };
  }
}

/**
 * Whether this process has locked the data folder, as `headframe start` does. Without that another host
 * might write the same files, so nothing is kept.
 */
async function holdsFolder(dataDir: string): Promise<boolean> {
  return (await lockHolder(dataDir))?.pid === process.pid;
}

function limitsOf(settings: Settings): StoreLimits {
  return {
    history: settings.history,
    recycleBin: settings.recycle_bin,
    historyBytes: settings.history_bytes,
    maxVariables: settings.max_variables,
    maxValueBytes: settings.max_value_bytes,
    maxTotalBytes: Math.min(settings.max_total_bytes, Math.floor(totalmem() / 2)),
    changes: settings.changes,
  };
}
