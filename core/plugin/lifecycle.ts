import { HeadframeError, messageOf } from '../errors.ts';
import { BaseExtension, BaseInterface } from '../extension.ts';
import type { ExtensionLib } from '../extension-lib.ts';
import type { Logger } from '../logger.ts';
import { type Fault, Scope } from '../scope.ts';
import { withTimeout } from '../timeout.ts';
import type { WidgetRegistry } from '../widgets.ts';
import { attach, join } from './attach.ts';
import type { ModuleLoader } from './module-loader.ts';
import type { PluginRecord, Running, Step } from './record.ts';

const LOAD_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;

/** What the life cycle needs of the host. */
export interface LifecycleHost {
  readonly loader: ModuleLoader;
  readonly widgets: WidgetRegistry;
  logger(plugin: string): Logger;
  settingsOf(plugin: string): Readonly<Record<string, unknown>>;
  createLib(record: PluginRecord, scope: Scope): ExtensionLib;
  onFault(fault: Fault): void;
}

/** A step of a plugin's life that failed (`PLUGIN_FAILED`): it names plugin and step. */
export class LoadError extends HeadframeError {
  readonly step: Step;

  constructor(plugin: string, step: Step, cause: unknown) {
    super('PLUGIN_FAILED', `${plugin} failed in ${step}: ${messageOf(cause)}`, {
      cause,
      data: { plugin, step },
    });
    this.step = step;
  }
}

type Exports = Readonly<Record<string, unknown>>;
type Class = new () => object;

/**
 * Brings a plugin from its folder to `onLoad`. On a failure everything that it registered is undone
 * and a `PLUGIN_FAILED` error names plugin and step.
 */
export async function loadPlugin(host: LifecycleHost, record: PluginRecord): Promise<void> {
  const { name } = record;
  const scope = new Scope(record.owner, { onFault: (fault) => host.onFault(fault) });
  const running: Running = { scope, loaded: false };
  record.running = running;
  const start = performance.now();
  let step: Step = 'import';
  try {
    const modules = await bounded(importModules(host.loader, record), LOAD_TIMEOUT_MS, name, step);
    step = 'constructor';
    const extension = construct(modules.main, record.manifest.main.main, BaseExtension, record);
    running.extension = extension;
    attach(extension, {
      extensionLib: host.createLib(record, scope),
      info: infoOf(record),
      settings: host.settingsOf(name),
      scope,
      logger: host.logger(name),
      widgetClasses: new Map(record.manifest.widgets.map((widget) => [widget.widget, widget])),
    });
    step = 'onLoading';
    await bounded(call(extension, 'onLoading'), LOAD_TIMEOUT_MS, name, step);
    step = 'interface';
    const iface = construct(modules.interface, record.manifest.interface.interface, BaseInterface, record);
    running.iface = iface;
    join(extension, iface, record.facade.proxy);
    record.facade.fill(iface);
    step = 'widgets';
    registerWidgets(host.widgets, record, scope, extension, iface);
    step = 'onLoad';
    await bounded(call(extension, 'onLoad'), LOAD_TIMEOUT_MS, name, step);
    running.loaded = true;
    record.loadMs = performance.now() - start;
  } catch (error) {
    await closePlugin(record);
    throw new LoadError(name, step, error);
  }
}

/** A step that failed while closing. Closing always goes through to its end. */
export interface CloseFailure {
  readonly step: Step;
  readonly label: string;
  readonly error: unknown;
}

/** Calls `onClose`, takes the interface away and undoes what was registered, whatever fails on the way. */
export async function closePlugin(record: PluginRecord): Promise<CloseFailure[]> {
  const { running } = record;
  if (!running) return [];
  const failures: CloseFailure[] = [];
  // One that never was loaded has nothing to close but what it registered.
  if (running.extension && running.loaded) {
    try {
      await bounded(call(running.extension, 'onClose'), CLOSE_TIMEOUT_MS, record.name, 'onClose');
    } catch (error) {
      failures.push({ step: 'onClose', label: 'onClose', error });
    }
  }
  record.facade.empty();
  for (const { label, error } of await running.scope.dispose()) failures.push({ step: 'undo', label, error });
  record.running = undefined;
  return failures;
}

/** Calls one of the methods that run once, on the active extension. Throws `PLUGIN_FAILED` with plugin and step. */
export async function callOnce(record: PluginRecord, method: 'onInstall' | 'onUninstall'): Promise<void> {
  const extension = record.running?.extension;
  if (!extension) return;
  try {
    await bounded(call(extension, method), LOAD_TIMEOUT_MS, record.name, method);
  } catch (error) {
    throw new LoadError(record.name, method, error);
  }
}

type Method = 'onLoading' | 'onLoad' | 'onClose' | 'onInstall' | 'onUninstall';

async function call(extension: BaseExtension, method: Method): Promise<void> {
  const result: unknown = await extension[method]();
  if (result !== undefined) {
    throw new HeadframeError(
      'BAD_PLUGIN',
      `${method} returned ${describe(result)}; it must return nothing or a promise of nothing`,
    );
  }
}

function bounded<T>(work: Promise<T>, ms: number, plugin: string, step: string): Promise<T> {
  return withTimeout(work, ms, `${plugin}'s ${step}`);
}

async function importModules(
  loader: ModuleLoader,
  { manifest }: PluginRecord,
): Promise<{ main: Exports; interface: Exports }> {
  const main = await loader.load(manifest.path, manifest.main.file);
  if (manifest.interface.file === manifest.main.file) return { main, interface: main };
  return { main, interface: await loader.load(manifest.path, manifest.interface.file) };
}

function construct<T extends object>(
  exports: Exports,
  name: string,
  base: abstract new () => T,
  record: PluginRecord,
): T {
  const found: unknown = exports[name];
  const place = `${record.manifest.file} names ${name}`;
  if (found === undefined && name === 'Interface') return new EmptyInterface() as unknown as T;
  if (typeof found !== 'function') {
    const others = Object.keys(exports).join(', ') || 'nothing';
    throw new HeadframeError('BAD_PLUGIN', `${place}, but the module exports ${others}`);
  }
  const made = new (found as Class)();
  if (!(made instanceof base))
    throw new HeadframeError('BAD_PLUGIN', `${place}, which does not extend ${base.name}`);
  return made;
}

/** What a plugin without an interface of its own offers: nothing. */
class EmptyInterface extends BaseInterface {}

function infoOf({ manifest }: PluginRecord) {
  const { name, displayName, version, description, icon, path, type_, group } = manifest;
  return Object.freeze({ name, displayName, version, description, icon, path, type_, group });
}

function registerWidgets(
  widgets: WidgetRegistry,
  record: PluginRecord,
  scope: Scope,
  extension: BaseExtension,
  iface: BaseInterface,
): void {
  const inserters: unknown = Reflect.get(iface, 'uiInserters');
  if (typeof inserters === 'object' && inserters !== null) {
    for (const [key, inserter] of Object.entries(inserters)) {
      widgets.addInserter(scope, `extension_${record.name}_${key}`, inserter);
    }
  }
  const owner = { plugin: record.name, scope, shown: extension.widgets };
  for (const widget of record.manifest.widgets)
    widgets.add(owner, { ...widget, plugin: record.name, folder: record.manifest.path });
}

function describe(value: unknown): string {
  return typeof value === 'object' ? 'an object' : (JSON.stringify(value) ?? typeof value);
}
