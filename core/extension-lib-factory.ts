import type { Command, CommandRegistry } from './command.ts';
import type { Configuration } from './config/index.ts';
import { HeadframeError } from './errors.ts';
import type { ExtensionLib, HostControl } from './extension-lib.ts';
import type { Consumer, GroupRegistry } from './group.ts';
import type { Logger } from './logger.ts';
import { codeRoot } from './package.ts';
import type { Partners } from './plugin/partners.ts';
import type { PluginRecord } from './plugin/record.ts';
import { readOnly } from './read-only.ts';
import type { Effect, Scope } from './scope.ts';
import type { WidgetRegistry } from './widgets.ts';

/** What the host puts into every plugin's `extensionLib`. */
export interface ExtensionLibContext {
  readonly groups: GroupRegistry;
  readonly widgets: WidgetRegistry;
  readonly partners: Partners;
  readonly configuration: Configuration;
  readonly commands: CommandRegistry;
  readonly control: Omit<HostControl, 'publish' | 'callInterface'>;
  logger(plugin: string): Logger;
  record(name: string): PluginRecord;
  find(name: string): PluginRecord | undefined;
  publish(scope: Scope, kind: string, address: Readonly<Record<string, unknown>>): Effect;
}

/** The group whose functions stand in `extensionLib` itself. */
const TOP_LEVEL = 'extensionLib';

/** Makes the `extensionLib` of one plugin for one load: all that is registered through it belongs to `scope`. */
export function createExtensionLib(
  context: ExtensionLibContext,
  record: PluginRecord,
  scope: Scope,
): ExtensionLib {
  const { commands, groups, partners, widgets, control } = context;
  const { name, hot } = record;
  const consumer: Consumer = { name, scope, logger: context.logger(name) };
  const own = {
    commands: {
      register: <P>(command: Command<P>) => commands.register(scope, command),
      dispatch: commands.dispatch.bind(commands),
      params: commands.params.bind(commands),
      role: commands.role.bind(commands),
      list: commands.list.bind(commands),
    },
    host: {
      enable: control.enable.bind(control),
      disable: control.disable.bind(control),
      refresh: control.refresh.bind(control),
      inspect: control.inspect.bind(control),
      hooks: control.hooks,
      callInterface: (plugin: string, method: string, params: readonly unknown[]) =>
        callInterface(context, name, plugin, method, params),
      publish: (kind: string, address: Readonly<Record<string, unknown>>) =>
        context.publish(scope, kind, address),
    },
    configuration: context.configuration,
    hot,
    getInterface: (partner: string) => activeFacade(name, context.record(partner)),
    findInterface: (partner: string) => facadeOf(context.find(partner)),
    withInterface: (partner: string, use: (iface: never, inner: Scope) => void | Promise<void>) =>
      partners.watch(
        scope,
        partner,
        facadeOf(context.find(partner)),
        use as (iface: object, inner: Scope) => void,
      ),
    contribute: (group: string, factory: (one: Consumer) => object) =>
      groups.contribute(scope, group, factory),
    insertWidget: (widget: unknown, mode: string, config = {}) => {
      const shown = record.running?.extension?.widgets ?? new Map();
      return widgets.insert({ plugin: name, scope, shown }, widget, mode, config);
    },
    addInserter: (position: string, inserter: never) => widgets.addInserter(scope, position, inserter),
    getMainProgramDir: () => codeRoot,
  };
  const views = new Map<string, object>();
  const view = (group: string): object => {
    const known = views.get(group) ?? groups.view(consumer, group);
    views.set(group, known);
    return known;
  };
  const get = (key: string): unknown => {
    if (Object.hasOwn(own, key)) return Reflect.get(own, key);
    return /^[A-Z]/.test(key) ? view(key) : groups.find(consumer, TOP_LEVEL, key);
  };
  return readOnly(get, () => Object.keys(own)) as ExtensionLib;
}

/** Calls a method of a plugin's interface that it lets be called from outside: see `HostControl.callInterface`. */
export function callInterface(
  { record }: Pick<ExtensionLibContext, 'record'>,
  caller: string,
  plugin: string,
  method: string,
  params: readonly unknown[],
): unknown {
  return activeRecord(caller, record(plugin)).facade.callRemote(method, params);
}

function facadeOf(record: PluginRecord | undefined): object | undefined {
  return record?.state === 'active' ? record.facade.proxy : undefined;
}

function activeFacade(consumer: string, record: PluginRecord): object {
  return activeRecord(consumer, record).facade.proxy;
}

function activeRecord(consumer: string, record: PluginRecord): PluginRecord {
  if (record.state === 'active') return record;
  throw new HeadframeError(
    'PLUGIN_INACTIVE',
    `${consumer} asked for ${record.name}, which is ${record.state}`,
  );
}
