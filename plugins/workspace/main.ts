import { totalmem } from 'node:os';
import { BaseExtension } from 'headframe';
import { createData } from './data-group.ts';
import { defineWorkspaceErrors } from './errors.ts';
import { createHooks } from './hooks.ts';
import type { Interface } from './interface.ts';
import type { PicklePolicy } from './prepare.ts';
import { Store, type StoreLimits } from './store.ts';
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

/** The workspace plugin: named variables that every process on the machine shares. */
export class Extension extends BaseExtension<Interface> {
  declare readonly settings: Readonly<Record<string, unknown>> & Settings;
  declare workspace: Workspace;

  override onLoading(): void {
    defineWorkspaceErrors();
    const store = new Store(limitsOf(this.settings));
    this.workspace = new Workspace(store, createHooks(), () => this.settings.pickle);
  }

  override onLoad(): void {
    this.extensionLib.contribute('Data', (consumer) => createData(this.interface, consumer));
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
