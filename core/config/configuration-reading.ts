import { HeadframeError } from '../errors.ts';
import type { LogOptions } from '../logger.ts';
import { readOnly } from '../read-only.ts';
import type { Schema } from '../validation.ts';
import { readText } from './assignment.ts';
import { enabledIn } from './difference.ts';
import { type JsonObject, valueAt } from './json.ts';
import { listSettings, type SettingEntry } from './list.ts';
import { withoutSecrets } from './redact.ts';
import { documentSchema } from './schema-doc.ts';
import { resolveSettingPath } from './setting-path.ts';
import {
  dataDirOf,
  type Inputs,
  logOf,
  pluginDirsOf,
  pluginFoldersOf,
  type Snapshot,
  settingsIn,
} from './snapshot.ts';
import { type ConfigValue, listValues } from './sources.ts';

/** What the configuration says, at any moment: the half of it that changes nothing. */
export class ConfigurationReading {
  readonly #views = new Map<string, JsonObject>();
  readonly #current = new Map<string, JsonObject>();
  #snapshot: Snapshot;

  protected constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** The config file that was read; `undefined` while the built-in defaults hold. */
  get file(): string | undefined {
    return this.inputs.documents.find((document) => document.source === 'file')?.file;
  }

  /** The config file, whether it exists or not: edits make it. */
  get targetFile(): string {
    return this.inputs.targetFile;
  }

  get dataDir(): string {
    return dataDirOf(this.snapshot);
  }

  get pluginDirs(): readonly string[] {
    return pluginDirsOf(this.snapshot);
  }

  /** All folders in which plugins are looked for: {@link pluginDirs}, and where installed plugins live. */
  get pluginFolders(): readonly string[] {
    return pluginFoldersOf(this.snapshot);
  }

  get log(): LogOptions {
    return logOf(this.snapshot);
  }

  /** What the `plugins` block says of a plugin; complete when the plugins are known. */
  enabled(plugin: string): boolean | undefined {
    return enabledIn(this.snapshot, plugin);
  }

  /**
   * A plugin's settings as they are now: always the same object, read-only, current after every
   * change. Values inside are frozen. Throws `BAD_MANIFEST` when the plugin's own defaults or schema
   * are bad.
   */
  settingsOf(plugin: string): Readonly<Record<string, unknown>> {
    const error = this.snapshot.catalogue.plugins.get(plugin)?.error;
    if (error) throw error;
    const existing = this.#views.get(plugin);
    if (existing) return existing;
    const current = (): JsonObject => this.#settings(plugin);
    const view = readOnly(
      (key) => valueAt(current(), [key]),
      () => Object.keys(current()),
    ) as JsonObject;
    this.#views.set(plugin, view);
    return view;
  }

  /** The JSON Schema of a plugin's settings: its settings panel. */
  schemaOf(plugin: string): Schema | undefined {
    return this.snapshot.catalogue.plugins.get(plugin)?.schema;
  }

  /** The schemas of all plugins' settings, by plugin. */
  schemas(): ReadonlyMap<string, Schema> {
    return new Map([...this.snapshot.catalogue.plugins].map(([plugin, { schema }]) => [plugin, schema]));
  }

  /** The JSON Schema of a config file with the settings of all known plugins in it. */
  documentSchema(): Schema {
    return documentSchema(this.schemas());
  }

  /** Every value that counts, the host's keys included, with what brings it. Secrets are named, without a value. */
  values(): ConfigValue[] {
    return listValues(this.snapshot);
  }

  /** Whether a dotted name, such as `socket-server.port`, is a setting of a plugin, and no key of the host's. */
  isSetting(name: string): boolean {
    const path = resolveSettingPath(name, this.snapshot.catalogue);
    return path[0] === 'plugins' && path[2] === 'settings' && path.length > 3;
  }

  /**
   * The value of a setting (`socket-server.port`), of a plugin's settings (`socket-server`) or of a
   * host's key (`log.level`), without the secrets in it. Throws `SETTING_UNKNOWN`, and `FORBIDDEN`
   * for a secret.
   */
  get(name: string): unknown {
    const { catalogue, value } = this.snapshot;
    const path = resolveSettingPath(name, catalogue);
    if (catalogue.isSecret(path)) {
      throw new HeadframeError('FORBIDDEN', `${name} is a secret: only its own plugin can read it`);
    }
    const [, plugin = '', part, ...rest] = path;
    const found = part === 'settings' ? valueAt(this.#settings(plugin), rest) : valueAt(value, path);
    return withoutSecrets(found, path, catalogue);
  }

  /** The value that a text stands for at a setting: JSON where it is some and the setting wants it, else the text. */
  parse(name: string, text: string): unknown {
    const { catalogue } = this.snapshot;
    return readText(text, resolveSettingPath(name, catalogue), catalogue);
  }

  /** All plugins' settings with where each value comes from. Secrets are named, without a value. */
  list(): SettingEntry[] {
    return listSettings(this.snapshot);
  }

  /** The configuration as it is now. */
  protected get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Puts another one in its place; views that are out show it from now on. */
  protected set snapshot(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#current.clear();
  }

  protected get inputs(): Inputs {
    return this.snapshot.inputs;
  }

  #settings(plugin: string): JsonObject {
    const known = this.#current.get(plugin);
    if (known) return known;
    const settings = settingsIn(this.snapshot, plugin);
    this.#current.set(plugin, settings);
    return settings;
  }
}
