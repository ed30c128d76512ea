import { Addresses } from './addresses.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { type Assembly, assemble } from './assembly.ts';
import { CommandRegistry } from './command.ts';
import { type ConfigDifference, type ConfigOptions, Configuration } from './config/index.ts';
import { HeadframeError, messageOf } from './errors.ts';
import { type HostInspection, inspectHost } from './inspect.ts';
import type { PluginPlaces } from './installation.ts';
import { LogTail, withTail } from './log-tail.ts';
import { createLogger, type Logger } from './logger.ts';
import { Operations } from './operations.ts';
import type { InstalledPlugin, InstallOptions } from './plugin/install.ts';
import { type ModuleLoader, nodeModuleLoader } from './plugin/module-loader.ts';
import { type Fault, Scope } from './scope.ts';
import { createHostHooks, type HostHooks } from './signal.ts';

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
  readonly #parts: Assembly;
  readonly #operations = new Operations();
  readonly #addresses: Addresses;
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
    const logTail = new LogTail(configuration.log.level);
    this.logger = withTail(logger, logTail);
    this.hooks = createHostHooks(configuration.changed);
    this.#addresses = new Addresses(this.hooks.addressesChanged);
    this.#parts = assemble({
      configuration,
      logger: this.logger,
      logTail,
      hooks: this.hooks,
      commands: this.commands,
      operations: this.#operations,
      addresses: this.#addresses,
      scope: this.#scope,
      places: options,
      loader: options.loader ?? nodeModuleLoader,
      control: this,
      onFault: (fault) => this.#onFault(fault),
    });
  }

  /**
   * Finds, checks and loads the plugins. Resolves when all that can be active are; one that fails is
   * logged and shown by `inspect()`. Throws `BAD_CONFIG` before any code of a plugin has run.
   */
  async start(): Promise<void> {
    if (this.#state !== 'new')
      throw new HeadframeError('HOST_STOPPED', 'a host is started once; create another');
    this.#state = 'starting';
    this.#parts.catalogue.load();
    await this.#operations.run('*', 'the start', async () => {
      await this.#parts.manager.settle();
      await this.#parts.installer.completePending();
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
      const difference = await applyConfiguration({
        ...this.#parts,
        configuration: this.configuration,
        logger: this.logger,
      });
      await this.#parts.installer.completePending();
      return difference;
    });
  }

  /** Whether the folders of plugins hold one that the host does not know: a reload takes it up. */
  hasNewPlugins(): boolean {
    return this.#parts.catalogue.hasNew();
  }

  /** Closes all plugins, dependents first. Repeated calls give the same promise. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Makes a plugin active until the next `disable`. Throws why it could not be. */
  enable(plugin: string): Promise<void> {
    return this.#operate(plugin, 'the enabling', () => this.#parts.manager.enable(plugin));
  }

  /** Closes a plugin. Throws `PLUGIN_REQUIRED` while others require it, unless they are to be closed with it. */
  disable(plugin: string, options: { cascade?: boolean } = {}): Promise<void> {
    return this.#operate(plugin, 'the disabling', () =>
      this.#parts.manager.disable(plugin, options.cascade ?? false),
    );
  }

  /** Loads a plugin's code anew. Throws why it is not active afterwards. */
  refresh(plugin: string): Promise<void> {
    return this.#operate(plugin, 'the refresh', () => this.#parts.manager.refresh(plugin));
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
      this.#parts.installer.install(source, options, isRunning),
    );
  }

  /**
   * Calls an installed plugin's `onUninstall`, closes it, and removes its files and what the config
   * file says of it. Throws `PLUGIN_REQUIRED` with the names of those that require it, `FORBIDDEN` for
   * a plugin that was not installed, `UNKNOWN_PLUGIN`.
   */
  uninstall(plugin: string): Promise<void> {
    return this.#manage(plugin, 'the removal', () => this.#parts.installer.uninstall(plugin));
  }

  /** The host as it stands. */
  inspect(): HostInspection {
    return inspectHost({
      state: this.#state,
      configuration: this.configuration,
      addresses: this.#addresses.list(),
      records: this.#parts.manager.records,
      broken: this.#parts.catalogue.broken,
      hooks: this.hooks,
      commands: this.commands,
    });
  }

  /** An operation on what is installed: a host that was not started yet looks for its plugins first. */
  #manage<T>(plugin: string, what: string, work: (isRunning: boolean) => Promise<T>): Promise<T> {
    if (this.#state !== 'new') return this.#operate(plugin, what, () => work(true));
    return this.#operations.run(plugin, what, async () => {
      if (this.#parts.manager.records.size === 0) this.#parts.catalogue.load();
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
    await this.#operations.run('*', 'the stop', () => this.#parts.manager.closeAll());
    await this.#scope.dispose();
    this.#state = 'stopped';
  }

  #onFault({ hook, owner, ms, error }: Fault): void {
    this.logger.error(
      { err: error, plugin: owner, hook, ms: Math.round(ms) },
      `${owner} failed in ${hook}: ${messageOf(error)}`,
    );
  }
}
