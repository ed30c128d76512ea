import type { Configuration } from './config/index.ts';
import { type FoundPlugins, findPlugins, knownPlugins, type PluginPlaces } from './installation.ts';
import type { Logger } from './logger.ts';
import type { BrokenPlugin } from './plugin/discovery.ts';
import type { PluginManager } from './plugin/plugin-manager.ts';

/** What the catalogue needs of the host. */
export interface CatalogueContext {
  readonly configuration: Configuration;
  readonly manager: PluginManager;
  readonly logger: Logger;
  readonly places: PluginPlaces;
}

/** The plugins that the folders hold, as far as the host has taken them up. It runs no code of theirs. */
export class Catalogue {
  readonly #context: CatalogueContext;
  #broken: readonly BrokenPlugin[] = [];

  constructor(context: CatalogueContext) {
    this.#context = context;
  }

  /** Folders that look like a plugin and cannot be used. */
  get broken(): readonly BrokenPlugin[] {
    return this.#broken;
  }

  /** Finds the plugins, checks the configuration with them, and notes which are wanted. Throws `BAD_CONFIG`. */
  load(): void {
    const { configuration, manager } = this.#context;
    const found = this.find(configuration.pluginFolders);
    this.register(found);
    configuration.check(...knownPlugins(found));
    for (const record of manager.records.values()) {
      record.wanted = configuration.enabled(record.name) ?? true;
      if (!record.wanted) record.state = 'disabled';
    }
  }

  /** What these folders hold, with the built-in plugins. */
  find(folders: readonly string[]): FoundPlugins {
    return findPlugins(folders, this.#context.places);
  }

  /** Takes up the plugins that are not known yet, and returns their names; tells of newly broken ones. */
  register({ plugins, broken }: FoundPlugins): string[] {
    const { manager, logger } = this.#context;
    const seen = new Set(this.#broken.map(({ error }) => error.message));
    this.#broken = broken;
    for (const { folder, error } of broken) {
      if (!seen.has(error.message)) logger.error({ code: error.code, folder }, error.message);
    }
    const added = plugins.filter(({ manifest }) => !manager.records.has(manifest.name));
    return added.map(({ manifest, builtIn }) => manager.add(manifest, builtIn).name);
  }

  /** Whether the folders hold a plugin that is not known yet. */
  hasNew(): boolean {
    const { configuration, manager } = this.#context;
    const { plugins } = this.find(configuration.pluginFolders);
    return plugins.some(({ manifest }) => !manager.records.has(manifest.name));
  }

  /** Checks the configuration with the plugins that are known now. Throws `BAD_CONFIG`. */
  check(): void {
    const { configuration, manager } = this.#context;
    const plugins = [...manager.records.values()].map(({ manifest }) => ({ manifest, builtIn: false }));
    configuration.check(...knownPlugins({ plugins, broken: this.#broken }));
  }
}
