import { basename, join } from 'node:path';
import { CommandRegistry } from './command.ts';
import { type ConfigOptions, Configuration } from './config/index.ts';
import { codeOf, HeadframeError, messageOf } from './errors.ts';
import { createExtensionLib, type ExtensionLibContext } from './extension-lib-factory.ts';
import { GroupRegistry } from './group.ts';
import { type HostInspection, inspectHooks, inspectPlugin } from './inspect.ts';
import { createLogger, type Logger } from './logger.ts';
import { Operations } from './operations.ts';
import { codeRoot, hostVersion } from './package.ts';
import { type BrokenPlugin, discoverPlugins } from './plugin/discovery.ts';
import { type ModuleLoader, nodeModuleLoader } from './plugin/module-loader.ts';
import { Partners } from './plugin/partners.ts';
import { PluginManager } from './plugin/plugin-manager.ts';
import { createProgram, type SettingsPanel } from './program.ts';
import { type Fault, Scope } from './scope.ts';
import { createHostHooks, createSignal, type HostHooks } from './signal.ts';
import { Translations } from './translation.ts';
import { WidgetRegistry } from './widgets.ts';

/** Settings of a {@link Host}, beside those of its config file. */
export interface HostOptions extends ConfigOptions {
  /** The log; made from the config file unless given. */
  readonly logger?: Logger;
  /** Further folders of plugins. */
  readonly pluginDirs?: readonly string[];
  /** The folder of the built-in plugins; `false` for none. */
  readonly builtIn?: string | false;
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
  readonly #options: HostOptions;
  readonly #manager: PluginManager;
  readonly #operations = new Operations();
  readonly #addresses = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #broken: BrokenPlugin[] = [];
  readonly #scope = new Scope({ name: 'headframe', rank: -1 }, { onFault: (fault) => this.#onFault(fault) });
  #state: 'new' | 'starting' | 'running' | 'stopping' | 'stopped' = 'new';
  #stopping: Promise<void> | undefined;

  /** Reads the configuration. Throws `BAD_CONFIG` with every problem and its place. */
  static async create(options: HostOptions = {}): Promise<Host> {
    const configuration = await Configuration.load(options);
    return new Host(options, configuration, options.logger ?? (await createLogger(configuration.log)));
  }

  private constructor(options: HostOptions, configuration: Configuration, logger: Logger) {
    this.#options = options;
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
        const effect = scope.add(`address ${kind}`, () => void this.#addresses.delete(kind));
        this.#addresses.set(kind, address);
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
    this.#discover();
    const records = [...this.#manager.records.values()];
    this.configuration.check(
      records.map((record) => record.manifest),
      this.#broken.map(({ folder }) => basename(folder)),
    );
    for (const record of records) {
      record.wanted = this.configuration.enabled(record.name) ?? true;
      if (!record.wanted) record.state = 'disabled';
    }
    await this.#operations.run('*', 'the start', () => this.#manager.settle());
    for (const hook of [this.hooks.layoutsReady, this.hooks.widgetsReady, this.hooks.eventsReady])
      await hook.call();
    this.#state = 'running';
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
      broken: this.#broken.map(({ folder, error }) => ({
        folder,
        code: codeOf(error),
        message: error.message,
      })),
      hooks: inspectHooks(Object.entries(this.hooks)),
      commands: Object.fromEntries(this.commands.list()),
    };
  }

  #operate(plugin: string, what: string, work: () => Promise<void>): Promise<void> {
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

  #discover(): void {
    const builtIn = this.#options.builtIn ?? join(codeRoot, 'plugins');
    const folders = [...this.configuration.pluginDirs, ...(this.#options.pluginDirs ?? [])];
    if (builtIn !== false) this.#addAll(builtIn, true);
    for (const folder of folders) this.#addAll(folder, false);
  }

  #addAll(folder: string, builtIn: boolean): void {
    const { manifests, broken } = discoverPlugins(folder);
    for (const one of broken) this.#addBroken(one);
    for (const manifest of manifests) {
      try {
        this.#manager.add(manifest, builtIn);
      } catch (error) {
        if (!(error instanceof HeadframeError)) throw error;
        this.#addBroken({ folder: manifest.path, error });
      }
    }
  }

  #addBroken(broken: BrokenPlugin): void {
    this.#broken.push(broken);
    this.logger.error({ code: broken.error.code, folder: broken.folder }, broken.error.message);
  }

  #onFault({ hook, owner, ms, error }: Fault): void {
    this.logger.error(
      { err: error, plugin: owner, hook, ms: Math.round(ms) },
      `${owner} failed in ${hook}: ${messageOf(error)}`,
    );
  }
}
