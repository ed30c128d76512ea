import { basename, join } from 'node:path';
import { type ConfigOptions, Configuration } from './config/index.ts';
import { hintFor } from './config/suggest.ts';
import { HeadframeError } from './errors.ts';
import { codeRoot } from './package.ts';
import { type BrokenPlugin, discoverPlugins } from './plugin/discovery.ts';
import type { Manifest } from './plugin/manifest.ts';

/** Where plugins are looked for beside the config file's `pluginDirs`. */
export interface PluginPlaces {
  /** Further folders of plugins. */
  readonly pluginDirs?: readonly string[];
  /** The folder of the built-in plugins; `false` for none. */
  readonly builtIn?: string | false;
}

/** A plugin that was found. */
export interface FoundPlugin {
  readonly manifest: Manifest;
  /** Whether it came with the host. */
  readonly builtIn: boolean;
}

/** What the folders of plugins hold. */
export interface FoundPlugins {
  readonly plugins: readonly FoundPlugin[];
  readonly broken: readonly BrokenPlugin[];
}

/** A configuration and its plugins, read and checked without running anything. */
export interface Installation extends FoundPlugins {
  readonly configuration: Configuration;
}

/** Finds plugins: the built-in ones first, then those of `folders`. Of two with one name the second is broken. */
export function findPlugins(folders: readonly string[], places: PluginPlaces = {}): FoundPlugins {
  const plugins = new Map<string, FoundPlugin>();
  const broken: BrokenPlugin[] = [];
  const add = (folder: string, builtIn: boolean): void => {
    const found = discoverPlugins(folder);
    broken.push(...found.broken);
    for (const manifest of found.manifests) {
      const taken = plugins.get(manifest.name);
      if (!taken) plugins.set(manifest.name, { manifest, builtIn });
      else if (taken.manifest.path !== manifest.path) broken.push(duplicate(manifest, taken.manifest));
    }
  };
  const builtIn = places.builtIn ?? join(codeRoot, 'plugins');
  if (builtIn !== false) add(builtIn, true);
  for (const folder of [...folders, ...(places.pluginDirs ?? [])]) add(folder, false);
  return { plugins: [...plugins.values()], broken };
}

/** Reads a configuration and the manifests of its plugins. Throws `BAD_CONFIG` with every problem. */
export async function readInstallation(options: ConfigOptions & PluginPlaces = {}): Promise<Installation> {
  const configuration = await Configuration.load(options);
  const found = findPlugins(configuration.pluginFolders, options);
  configuration.check(...knownPlugins(found));
  return { configuration, ...found };
}

/** The plugin of a name. Throws `UNKNOWN_PLUGIN` with a "did you mean". */
export function findPlugin({ plugins }: FoundPlugins, name: string): FoundPlugin {
  const found = plugins.find(({ manifest }) => manifest.name === name);
  if (found) return found;
  const names = plugins.map(({ manifest }) => manifest.name);
  const hint = hintFor(name, names) ?? `plugins: ${names.join(', ')}`;
  throw new HeadframeError('UNKNOWN_PLUGIN', `there is no plugin ${JSON.stringify(name)}; ${hint}`);
}

/** The plugins as the configuration's check takes them: manifests, and the names of the broken ones' folders. */
export function knownPlugins({ plugins, broken }: FoundPlugins): [manifests: Manifest[], broken: string[]] {
  return [plugins.map(({ manifest }) => manifest), broken.map(({ folder }) => basename(folder))];
}

function duplicate(manifest: Manifest, taken: Manifest): BrokenPlugin {
  const message = `${manifest.path}: the name ${manifest.name} belongs to ${taken.path}`;
  return { folder: manifest.path, error: new HeadframeError('DUPLICATE', message) };
}
