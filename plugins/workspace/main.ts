import { totalmem } from 'node:os';
import { BaseExtension, type Consumer } from 'headframe';
import { registerCommands } from './commands/index.ts';
import { createData } from './data-group.ts';
import { defineWorkspaceErrors } from './errors.ts';
import { createHooks } from './hooks.ts';
import type { Interface } from './interface.ts';
import type { PicklePolicy } from './prepare.ts';
import { StatisticsCache } from './statistics-cache.ts';
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
}

/** Under this name the variables survive a reload of the plugin's code; they keep the limits that they began with. */
const STORE = 'store';

/** The workspace plugin: named variables that every process on the machine shares. */
export class Extension extends BaseExtension<Interface> {
  declare readonly settings: Readonly<Record<string, unknown>> & Settings;
  declare workspace: Workspace;
  readonly statistics: StatisticsCache = new StatisticsCache();

  override onLoading(): void {
    defineWorkspaceErrors();
    const { hot } = this.extensionLib;
    const kept = hot.get(STORE) as Store | undefined;
    const store = kept ?? new Store(limitsOf(this.settings));
    hot.set(STORE, store);
    this.workspace = new Workspace(store, createHooks(), () => this.settings.pickle);
  }

  override onLoad(): void {
    this.scope.add('waits', () => this.workspace.waiters.endAll());
    const data = (consumer: Consumer) => createData(this.interface, consumer);
    const topLevel = (consumer: Consumer) => createTopLevel(this.interface, data(consumer), consumer);
    this.extensionLib.contribute('Data', data);
    this.extensionLib.contribute('extensionLib', topLevel);
    registerCommands(this.extensionLib.commands, this.interface);
  }
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
