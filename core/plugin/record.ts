import type { BaseExtension, BaseInterface } from '../extension.ts';
import type { Owner, Scope } from '../scope.ts';
import { Facade } from './facade.ts';
import type { Manifest } from './manifest.ts';

/** Where a plugin stands. */
export type PluginState = 'installed' | 'loading' | 'active' | 'failed' | 'closing' | 'disabled';

/** Steps of a life cycle that can fail, by their names in messages. */
export type Step =
  | 'manifest'
  | 'requirements'
  | 'settings'
  | 'import'
  | 'constructor'
  | 'onLoading'
  | 'interface'
  | 'widgets'
  | 'onLoad'
  | 'onInstall'
  | 'onUninstall'
  | 'onClose'
  | 'undo';

/** What went wrong with a plugin, and in which step. */
export interface PluginFailure {
  readonly step: Step;
  readonly error: unknown;
}

/** What lives while a plugin is loading, active or closing. */
export interface Running {
  readonly scope: Scope;
  extension?: BaseExtension;
  iface?: BaseInterface;
  /** Whether `onLoad` went well. */
  loaded: boolean;
}

/** One plugin as the host keeps it: it outlives reloads. */
export interface PluginRecord {
  readonly name: string;
  /** Read anew at a refresh. */
  manifest: Manifest;
  readonly owner: Owner;
  readonly facade: Facade;
  /** Whether it came with the host. */
  readonly builtIn: boolean;
  /** Survives a refresh; emptied when the plugin is disabled. */
  readonly hot: Map<string, unknown>;
  state: PluginState;
  /** Whether it shall be active: what the config file or the last enable or disable said. */
  wanted: boolean;
  failure: PluginFailure | undefined;
  /** How long the last load took, in ms. */
  loadMs: number | undefined;
  running: Running | undefined;
}

/** A record for a plugin that was just found. */
export function createRecord(manifest: Manifest, builtIn: boolean): PluginRecord {
  const { name } = manifest;
  return {
    name,
    manifest,
    owner: { name, rank: 0 },
    facade: new Facade(name),
    builtIn,
    hot: new Map(),
    state: 'installed',
    wanted: false,
    failure: undefined,
    loadMs: undefined,
    running: undefined,
  };
}
