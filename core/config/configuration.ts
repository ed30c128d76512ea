import { isDeepStrictEqual } from 'node:util';
import { HeadframeError, messageOf } from '../errors.ts';
import { Hook } from '../hook.ts';
import type { LogOptions } from '../logger.ts';
import type { Manifest } from '../plugin/manifest.ts';
import { readOnly } from '../read-only.ts';
import type { Schema } from '../validation.ts';
import { readText } from './assignment.ts';
import { type ConfigDifference, compareSnapshots, enabledIn, type SettingChange } from './difference.ts';
import { configFile, readDocuments, readTexts } from './files.ts';
import { hasPath, type JsonObject, jsonProblem, valueAt } from './json.ts';
import { listSettings, type SettingEntry } from './list.ts';
import { type ConfigOptions, readAssignments } from './options.ts';
import { settingsOfAll } from './plugin-settings.ts';
import { withoutSecrets } from './redact.ts';
import { documentSchema } from './schema-doc.ts';
import { formatPath, resolveEditable, resolveSettingPath } from './setting-path.ts';
import {
  dataDirOf,
  type Inputs,
  logOf,
  pluginDirsOf,
  pluginFoldersOf,
  type Snapshot,
  settingsIn,
  takeSnapshot,
} from './snapshot.ts';
import { type ConfigValue, listValues } from './sources.ts';
import { type Change, writeChange } from './write.ts';

/**
 * The one store of settings: plugins' defaults < config file < local overlay < environment < flags.
 *
 * Notes: the plugins' part is complete after {@link check}, which needs their manifests. An edit goes
 * to the file and takes effect at once, also over a flag or a variable of the environment, which
 * counts again at the next start.
 */
export class Configuration {
  /** Announces every setting that has a new value, after it has it. */
  readonly changed: Hook<SettingChange> = Hook.parallel('settingsChanged');
  readonly #explicit: boolean;
  readonly #views = new Map<string, JsonObject>();
  readonly #current = new Map<string, JsonObject>();
  #snapshot: Snapshot;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(snapshot: Snapshot, explicit: boolean) {
    this.#snapshot = snapshot;
    this.#explicit = explicit;
  }

  /** Reads the file, its overlay, the environment and the flags. Throws `ConfigError` with all problems. */
  static async load(options: ConfigOptions = {}): Promise<Configuration> {
    const cwd = options.cwd ?? process.cwd();
    const targetFile = configFile(cwd, options.file);
    const explicit = options.file !== undefined;
    const documents = await readDocuments(targetFile, explicit);
    const assignments = readAssignments(options);
    const inputs = { cwd, targetFile, documents, assignments, plugins: undefined };
    return new Configuration(takeSnapshot(inputs), explicit);
  }

  /** The config file that was read; `undefined` while the built-in defaults hold. */
  get file(): string | undefined {
    return this.#inputs.documents.find((document) => document.source === 'file')?.file;
  }

  /** The config file, whether it exists or not: edits make it. */
  get targetFile(): string {
    return this.#inputs.targetFile;
  }

  get dataDir(): string {
    return dataDirOf(this.#snapshot);
  }

  get pluginDirs(): readonly string[] {
    return pluginDirsOf(this.#snapshot);
  }

  /** All folders in which plugins are looked for: {@link pluginDirs}, and where installed plugins live. */
  get pluginFolders(): readonly string[] {
    return pluginFoldersOf(this.#snapshot);
  }

  get log(): LogOptions {
    return logOf(this.#snapshot);
  }

  /** What the `plugins` block says of a plugin; complete after {@link check}. */
  enabled(plugin: string): boolean | undefined {
    return enabledIn(this.#snapshot, plugin);
  }

  /**
   * Makes the plugins known and checks what the configuration says of them. Call it again when the
   * plugins have changed. `broken` names those whose manifest cannot be read: the file may speak of
   * them. Throws `ConfigError` with all problems, and keeps the state before. A plugin whose own
   * settings files are bad does no harm here: see {@link settingsOf}.
   */
  check(manifests: readonly Manifest[], broken: readonly string[] = []): void {
    this.#apply(takeSnapshot({ ...this.#inputs, plugins: settingsOfAll(manifests, broken) }));
  }

  /**
   * A plugin's settings as they are now: always the same object, read-only, current after every
   * change. Values inside are frozen. Throws `BAD_MANIFEST` when the plugin's own defaults or schema
   * are bad.
   */
  settingsOf(plugin: string): Readonly<Record<string, unknown>> {
    const error = this.#snapshot.catalogue.plugins.get(plugin)?.error;
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
    return this.#snapshot.catalogue.plugins.get(plugin)?.schema;
  }

  /** The schemas of all plugins' settings, by plugin. */
  schemas(): ReadonlyMap<string, Schema> {
    return new Map([...this.#snapshot.catalogue.plugins].map(([plugin, { schema }]) => [plugin, schema]));
  }

  /** The JSON Schema of a config file with the settings of all known plugins in it. */
  documentSchema(): Schema {
    return documentSchema(this.schemas());
  }

  /** Every value that counts, the host's keys included, with what brings it. Secrets are named, without a value. */
  values(): ConfigValue[] {
    return listValues(this.#snapshot);
  }

  /** Whether a dotted name, such as `socket-server.port`, is a setting of a plugin, and no key of the host's. */
  isSetting(name: string): boolean {
    const path = resolveSettingPath(name, this.#snapshot.catalogue);
    return path[0] === 'plugins' && path[2] === 'settings' && path.length > 3;
  }

  /**
   * The value of a setting (`socket-server.port`), of a plugin's settings (`socket-server`) or of a
   * host's key (`log.level`), without the secrets in it. Throws `SETTING_UNKNOWN`, and `FORBIDDEN`
   * for a secret.
   */
  get(name: string): unknown {
    const { catalogue, value } = this.#snapshot;
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
    const { catalogue } = this.#snapshot;
    return readText(text, resolveSettingPath(name, catalogue), catalogue);
  }

  /** All plugins' settings with where each value comes from. Secrets are named, without a value. */
  list(): SettingEntry[] {
    return listSettings(this.#snapshot);
  }

  /**
   * Writes a value into the config file and makes it count at once. Edits queue. Throws
   * `SETTING_UNKNOWN`, `SETTING_INVALID`, `IO_FAILED`, and `ConfigError` while the file is invalid;
   * then nothing has changed.
   */
  set(name: string, value: unknown): Promise<void> {
    return this.#enqueue(async () => {
      const path = resolveEditable(name, this.#snapshot.catalogue);
      const problem = jsonProblem(value);
      if (problem) throw new HeadframeError('SETTING_INVALID', `${formatPath(path)} ${problem}`);
      await this.#write({ path, value });
    });
  }

  /** Takes a setting out of the config file, so that its default holds. Throws what {@link set} does. */
  unset(name: string): Promise<void> {
    return this.#enqueue(() =>
      this.#write({ path: resolveEditable(name, this.#snapshot.catalogue), value: undefined }),
    );
  }

  /**
   * Takes all that the config file and its overlay say of a plugin out of them. Throws `IO_FAILED`, and
   * `ConfigError` while the file is invalid.
   */
  forget(plugin: string): Promise<void> {
    const path = ['plugins', plugin];
    return this.#enqueue(async () => {
      for (const { value } of [...this.#inputs.documents]) {
        if (hasPath(value, path)) await this.#write({ path, value: undefined });
      }
    });
  }

  /**
   * Reads the files again. Throws `ConfigError` and keeps the running state when they are bad.
   * New values are announced; what else follows from the difference is the caller's. `find` gives the
   * plugins of the folders that the files name now, as {@link check} takes them; without it they are
   * those known already.
   */
  reload(
    find?: (pluginDirs: readonly string[]) => Parameters<Configuration['check']>,
  ): Promise<ConfigDifference> {
    return this.#enqueue(async () => {
      const { targetFile } = this.#inputs;
      const inputs = { ...this.#inputs, documents: await readDocuments(targetFile, this.#explicit) };
      if (!find) return this.#apply(takeSnapshot(inputs));
      const folders = pluginFoldersOf(takeSnapshot({ ...inputs, plugins: undefined }));
      return this.#apply(takeSnapshot({ ...inputs, plugins: settingsOfAll(...find(folders)) }));
    });
  }

  /** Whether the files on disk are the ones that the state was made from. */
  async isCurrent(): Promise<boolean> {
    const { targetFile, documents } = this.#inputs;
    const known = documents.map(({ file, bom, text }) => [file, bom + text] as const);
    return isDeepStrictEqual(await readTexts(targetFile), new Map(known));
  }

  get #inputs(): Inputs {
    return this.#snapshot.inputs;
  }

  #settings(plugin: string): JsonObject {
    const known = this.#current.get(plugin);
    if (known) return known;
    const settings = settingsIn(this.#snapshot, plugin);
    this.#current.set(plugin, settings);
    return settings;
  }

  async #write(change: Change): Promise<void> {
    this.#apply(await writeChange(this.#inputs, change));
  }

  /** Runs edits one after the other, whatever becomes of those before. */
  #enqueue<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(run);
    this.#queue = result.catch(messageOf);
    return result;
  }

  #apply(snapshot: Snapshot): ConfigDifference {
    const isFirst = this.#inputs.plugins === undefined;
    const difference = compareSnapshots(this.#snapshot, snapshot);
    this.#snapshot = snapshot;
    this.#current.clear();
    // Until the plugins were known there were no values that anyone could have seen.
    if (!isFirst) for (const change of difference.changes) void this.changed.call(change);
    return difference;
  }
}
