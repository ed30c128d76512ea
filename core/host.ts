import { Catalogue } from './catalogue.ts';
import { CommandRegistry } from './command.ts';
import { type ConfigDifference, type ConfigOptions, Configuration } from './config/index.ts';
import { codeOf, HeadframeError, messageOf } from './errors.ts';
import { createExtensionLib, type ExtensionLibContext } from './extension-lib-factory.ts';
import { GroupRegistry } from './group.ts';
import { type HostInspection, inspectHooks, inspectPlugin } from './inspect.ts';
import { type FoundPlugins, knownPlugins, type PluginPlaces } from './installation.ts';
import { createLogger, type Logger } from './logger.ts';
import { Operations } from './operations.ts';
import { hostVersion } from './package.ts';
import { type InstalledPlugin, Installer, type InstallOptions } from './plugin/install.ts';
import { type ModuleLoader, nodeModuleLoader } from './plugin/module-loader.ts';
import { Partners } from './plugin/partners.ts';
import { PluginManager } from './plugin/plugin-manager.ts';
import { createProgram, type SettingsPanel } from './program.ts';
import { type Fault, Scope } from './scope.ts';
import { createHostHooks, createSignal, type HostHooks } from './signal.ts';
import { Translations } from './translation.ts';
import { WidgetRegistry } from './widgets.ts';

/** Settings of a {@link Host}, beside those of its config file. */
export interface HostOptions extends ConfigOptions, PluginPlaces {
  /** The log; made from the config file unless given. */
  readonly logger?: Logger;
  readonly loader?: ModuleLoader;
}

/**
 * A host: it finds plugins, loads them in the order of their requirements, keeps their failures from
 * each other, and closes them. `start` and `stop` are called once each.
 */
export class Host {
  readonly configuration: Configuration;
  readonly hooks: HostHooks;
  readonly logger: Logger;
  readonly commands: CommandRegistry = new CommandRegistry();
  readonly #catalogue: Catalogue;
  readonly #manager: PluginManager;
  readonly #installer: Installer;
  readonly #operations = new Operations();
  readonly #addresses = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #scope = new Scope({ name: 'headframe', rank: -1 }, { onFault: (fault) => this.#onFault(fault) });
  #state: 'new' | 'starting' | 'running' | 'stopping' | 'stopped' = 'new';
  #stopping: Promise<void> | undefined;

  /** Reads the configuration. Throws `BAD_CONFIG` with every problem and its place. */
  static async create(options: HostOptions = {}): Promise<Host> {
    const configuration = await Configuration.load(options);
    return new Host(options, configuration, options.logger ?? (await createLogger(configuration.log)));
  }

  private constructor(options: HostOptions, configuration: Configuration, logger: Logger) {
    this.configuration = configuration;
    this.logger = logger;
    this.hooks = createHostHooks(configuration.changed);
    const groups = new GroupRegistry();
    const widgets = new WidgetRegistry();
    const partners = new Partners();
    const panels = new Set<SettingsPanel>();
    const translations = new Translations();
    const lib: ExtensionLibContext = {
      groups,
      widgets,
      partners,
      configuration,
      commands: this.commands,
      control: this,
      logger: (plugin) => logger.child({ plugin }),
      record: (name) => this.#manager.get(name),
      find: (name) => this.#manager.records.get(name),
      publish: (scope, kind, address) => {
        const effect = scope.add(`address ${kind}`, () => {
          this.#addresses.delete(kind);
          void this.hooks.addressesChanged.call();
        });
        this.#addresses.set(kind, address);
        void this.hooks.addressesChanged.call();
        return effect;
      },
    };
    this.#manager = new PluginManager({
      loader: options.loader ?? nodeModuleLoader,
      widgets,
      partners,
      stateChanged: this.hooks.pluginStateChanged,
      within: (plugin, work) => this.#operations.within(plugin, work),
      logger: (plugin) => logger.child({ plugin }),
      settingsOf: (plugin) => configuration.settingsOf(plugin),
      createLib: (record, scope) => createExtensionLib(lib, record, scope),
      onFault: (fault) => this.#onFault(fault),
    });
    this.#catalogue = new Catalogue({ configuration, manager: this.#manager, logger, places: options });
    this.#installer = new Installer({
      configuration,
      manager: this.#manager,
      logger: (plugin) => logger.child({ plugin }),
      check: () => this.#catalogue.check(),
    });
    const context = { dataDir: configuration.dataDir, translations, panels };
    groups.contribute(this.#scope, 'Program', (consumer) => createProgram(context, consumer));
    groups.contribute(this.#scope, 'Signal', () => createSignal(this.hooks));
  }

  /**
   * Finds, checks and loads the plugins. Resolves when all that can be active are; one that fails is
   * logged and shown by `inspect()`. Throws `BAD_CONFIG` before any code of a plugin has run.
   */
  async start(): Promise<void> {
    if (this.#state !== 'new')
      throw new HeadframeError('HOST_STOPPED', 'a host is started once; create another');
    this.#state = 'starting';
    this.#catalogue.load();
    await this.#operations.run('*', 'the start', async () => {
      await this.#manager.settle();
      await this.#installer.completePending();
    });
    for (const hook of [this.hooks.layoutsReady, this.hooks.widgetsReady, this.hooks.eventsReady])
      await hook.call();
    if (this.#state === 'starting') this.#state = 'running';
  }

  /**
   * Reads the config files again and looks for plugins, checks all of it, and then applies what
   * differs: plugins whose `enabled` changed are loaded or closed, new ones are loaded, new settings
   * are announced, and a failed plugin with new settings is tried again. Nothing else is touched.
   * Throws `BAD_CONFIG` with every problem; then all stays as it was.
   */
  reload(): Promise<ConfigDifference> {
    return this.#operate('*', 'the reload', async () => {
      let found: FoundPlugins = { plugins: [], broken: [] };
      const difference = await this.configuration.reload((folders) => {
        found = this.#catalogue.find(folders);
        return knownPlugins(found);
      });
      const added = this.#catalogue.register(found);
      const failed = difference.settings.filter(
        (name) => this.#manager.records.get(name)?.state === 'failed',
      );
      const concerned = [...added, ...failed, ...difference.enabled.keys()];
      const known = concerned.filter((name) => this.#manager.records.has(name));
      await this.#manager.apply(
        new Map(known.map((name) => [name, this.configuration.enabled(name) ?? true])),
      );
      this.#tellReload(difference);
      await this.#installer.completePending();
      return difference;
    });
  }

  /** Whether the folders of plugins hold one that the host does not know: a reload takes it up. */
  hasNewPlugins(): boolean {
    return this.#catalogue.hasNew();
  }

  /** Closes all plugins, dependents first. Repeated calls give the same promise. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Makes a plugin active until the next `disable`. Throws why it could not be. */
  enable(plugin: string): Promise<void> {
    return this.#operate(plugin, 'the enabling', () => this.#manager.enable(plugin));
  }

  /** Closes a plugin. Throws `PLUGIN_REQUIRED` while others require it, unless they are to be closed with it. */
  disable(plugin: string, options: { cascade?: boolean } = {}): Promise<void> {
    return this.#operate(plugin, 'the disabling', () =>
      this.#manager.disable(plugin, options.cascade ?? false),
    );
  }

  /** Loads a plugin's code anew. Throws why it is not active afterwards. */
  refresh(plugin: string): Promise<void> {
    return this.#operate(plugin, 'the refresh', () => this.#manager.refresh(plugin));
  }

  /**
   * Installs a plugin from a folder, a `.zip` or an npm package (`name`, `name@version`) into
   * `<dataDir>/extensions`, loads it and calls its `onInstall`; or takes the place of an earlier
   * version, whose settings are kept and whose dependents stay as they are. On a failure all is as it
   * was. Before the host is started files alone are placed, and the next start does the rest.
   * Throws `BAD_ARCHIVE`, `NPM_FAILED`, `BAD_MANIFEST`, `DUPLICATE`, `REQUIREMENT_MISSING`,
   * `PLUGIN_REQUIRED`, and why the plugin could not be loaded.
   */
  install(source: string, options: InstallOptions = {}): Promise<InstalledPlugin> {
    return this.#manage(source, 'the installation', (isRunning) =>
      this.#installer.install(source, options, isRunning),
    );
  }

  /**
   * Calls an installed plugin's `onUninstall`, closes it, and removes its files and what the config
   * file says of it. Throws `PLUGIN_REQUIRED` with the names of those that require it, `FORBIDDEN` for
   * a plugin that was not installed, `UNKNOWN_PLUGIN`.
   */
  uninstall(plugin: string): Promise<void> {
    return this.#manage(plugin, 'the removal', () => this.#installer.uninstall(plugin));
  }

  /** The host as it stands. */
  inspect(): HostInspection {
    const records = [...this.#manager.records.values()].sort((a, b) => a.owner.rank - b.owner.rank);
    return {
      version: hostVersion,
      pid: process.pid,
      state: this.#state,
      config: this.configuration.file,
      dataDir: this.configuration.dataDir,
      addresses: Object.fromEntries(this.#addresses),
      plugins: records.map(inspectPlugin),
      broken: this.#catalogue.broken.map(({ folder, error }) => ({
        folder,
        code: codeOf(error),
        message: error.message,
      })),
      hooks: inspectHooks(Object.entries(this.hooks)),
      commands: Object.fromEntries(this.commands.list()),
    };
  }

  /** An operation on what is installed: a host that was not started yet looks for its plugins first. */
  #manage<T>(plugin: string, what: string, work: (isRunning: boolean) => Promise<T>): Promise<T> {
    if (this.#state !== 'new') return this.#operate(plugin, what, () => work(true));
    return this.#operations.run(plugin, what, async () => {
      if (this.#manager.records.size === 0) this.#catalogue.load();
      return work(false);
    });
  }

  #operate<T>(plugin: string, what: string, work: () => Promise<T>): Promise<T> {
    if (this.#state === 'stopping' || this.#state === 'stopped' || this.#state === 'new') {
      return Promise.reject(
        new HeadframeError('HOST_STOPPED', `${what} of ${plugin}: the host is ${this.#state}`),
      );
    }
    return this.#operations.run(plugin, what, work);
  }

  async #stop(): Promise<void> {
    const started = this.#state !== 'new';
    this.#state = 'stopping';
    if (started) await this.hooks.close.call();
    await this.#operations.run('*', 'the stop', () => this.#manager.closeAll());
    await this.#scope.dispose();
    this.#state = 'stopped';
  }

  #tellReload({ enabled, settings, host }: ConfigDifference): void {
    const fields = { enabled: Object.fromEntries(enabled), settings, host };
    this.logger.info(fields, 'the configuration was read again');
    const late = host.filter((key) => key !== 'pluginDirs');
    if (late.length > 0) this.logger.warn({ host: late }, `${late.join(', ')} will count at the next start`);
  }

  #onFault({ hook, owner, ms, error }: Fault): void {
    this.logger.error(
      { err: error, plugin: owner, hook, ms: Math.round(ms) },
      `${owner} failed in ${hook}: ${messageOf(error)}`,
    );
  }
}
