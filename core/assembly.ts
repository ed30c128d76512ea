import type { Addresses } from './addresses.ts';
import { Catalogue } from './catalogue.ts';
import type { CommandRegistry } from './command.ts';
import type { Configuration } from './config/index.ts';
import { callInterface, createExtensionLib, type ExtensionLibContext } from './extension-lib-factory.ts';
import { GroupRegistry } from './group.ts';
import { registerHostCommands } from './host-commands/index.ts';
import type { PluginPlaces } from './installation.ts';
import type { LogTail } from './log-tail.ts';
import type { Logger } from './logger.ts';
import type { Operations } from './operations.ts';
import { Installer } from './plugin/install.ts';
import type { ModuleLoader } from './plugin/module-loader.ts';
import { Partners } from './plugin/partners.ts';
import { PluginManager } from './plugin/plugin-manager.ts';
import { createProgram, type SettingsPanel } from './program.ts';
import type { Fault, Scope } from './scope.ts';
import { createSignal, type HostHooks } from './signal.ts';
import { Translations } from './translation.ts';
import { WidgetRegistry } from './widgets.ts';

/** What a host has before it has plugins. */
export interface AssemblyContext {
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly hooks: HostHooks;
  readonly commands: CommandRegistry;
  readonly operations: Operations;
  readonly addresses: Addresses;
  /** The host's own scope: its groups of functions live in it. */
  readonly scope: Scope;
  readonly places: PluginPlaces;
  readonly loader: ModuleLoader;
  readonly logTail: LogTail;
  readonly control: ExtensionLibContext['control'];
  onFault(fault: Fault): void;
}

/** The parts of a host that deal with plugins. */
export interface Assembly {
  readonly manager: PluginManager;
  readonly catalogue: Catalogue;
  readonly installer: Installer;
}

/** Puts together what finds plugins, runs them, hands them their `extensionLib`, and installs them. */
export function assemble(context: AssemblyContext): Assembly {
  const { configuration, logger, hooks, commands, operations, addresses, scope, places } = context;
  const groups = new GroupRegistry();
  const widgets = new WidgetRegistry();
  const partners = new Partners();
  const loggerOf = (plugin: string): Logger => logger.child({ plugin });
  const lib: ExtensionLibContext = {
    groups,
    widgets,
    partners,
    configuration,
    commands,
    control: context.control,
    logger: loggerOf,
    record: (name) => manager.get(name),
    find: (name) => manager.records.get(name),
    publish: (owner, kind, address) => addresses.publish(owner, kind, address),
  };
  const manager = new PluginManager({
    loader: context.loader,
    widgets,
    partners,
    stateChanged: hooks.pluginStateChanged,
    within: (plugin, work) => operations.within(plugin, work),
    logger: loggerOf,
    settingsOf: (plugin) => configuration.settingsOf(plugin),
    createLib: (record, owner) => createExtensionLib(lib, record, owner),
    onFault: (fault) => context.onFault(fault),
  });
  const catalogue = new Catalogue({ configuration, manager, logger, places });
  const check = (): void => catalogue.check();
  const installer = new Installer({ configuration, manager, logger: loggerOf, check });
  const panels = new Set<SettingsPanel>();
  const program = { dataDir: configuration.dataDir, translations: new Translations(), panels };
  groups.contribute(scope, 'Program', (consumer) => createProgram(program, consumer));
  groups.contribute(scope, 'Signal', () => createSignal(hooks));
  registerHostCommands({
    commands,
    scope,
    configuration,
    logger,
    logTail: context.logTail,
    records: manager.records,
    control: {
      enable: (plugin) => context.control.enable(plugin),
      disable: (plugin, options) => context.control.disable(plugin, options),
      refresh: (plugin) => context.control.refresh(plugin),
      inspect: () => context.control.inspect(),
      callInterface: (plugin, method, params) => callInterface(lib, 'headframe', plugin, method, params),
    },
  });
  return { manager, catalogue, installer };
}
