import { isDeepStrictEqual } from 'node:util';
import { HeadframeError, messageOf } from '../errors.ts';
import { Hook } from '../hook.ts';
import type { Manifest } from '../plugin/manifest.ts';
import { ConfigurationReading } from './configuration-reading.ts';
import { type ConfigDifference, compareSnapshots, type SettingChange } from './difference.ts';
import { configFile, readDocuments, readTexts } from './files.ts';
import { hasPath, jsonProblem } from './json.ts';
import { type ConfigOptions, readAssignments } from './options.ts';
import { settingsOfAll } from './plugin-settings.ts';
import { formatPath, resolveEditable } from './setting-path.ts';
import { pluginFoldersOf, type Snapshot, takeSnapshot } from './snapshot.ts';
import { type Change, writeChange } from './write.ts';

/**
 * The one store of settings: plugins' defaults < config file < local overlay < environment < flags.
 *
 * Notes: the plugins' part is complete after {@link check}, which needs their manifests. An edit goes
 * to the file and takes effect at once, also over a flag or a variable of the environment, which
 * counts again at the next start.
 */
export class Configuration extends ConfigurationReading {
  /** Announces every setting that has a new value, after it has it. */
  readonly changed: Hook<SettingChange> = Hook.parallel('settingsChanged');
  readonly #explicit: boolean;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(snapshot: Snapshot, explicit: boolean) {
    super(snapshot);
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

  /**
   * Makes the plugins known and checks what the configuration says of them. Call it again when the
   * plugins have changed. `broken` names those whose manifest cannot be read: the file may speak of
   * them. Throws `ConfigError` with all problems, and keeps the state before. A plugin whose own
   * settings files are bad does no harm here: see {@link settingsOf}.
   */
  check(manifests: readonly Manifest[], broken: readonly string[] = []): void {
    const isFirst = this.inputs.plugins === undefined;
    const snapshot = takeSnapshot({ ...this.inputs, plugins: settingsOfAll(manifests, broken) });
    // Until the plugins were known there were no values that anyone could have seen: nothing has changed.
    if (isFirst) this.snapshot = snapshot;
    else this.#apply(snapshot);
  }

  /**
   * Writes a value into the config file and makes it count at once. Edits queue. Throws
   * `SETTING_UNKNOWN`, `SETTING_INVALID`, `IO_FAILED`, and `ConfigError` while the file is invalid;
   * then nothing has changed.
   */
  set(name: string, value: unknown): Promise<void> {
    return this.#enqueue(async () => {
      const path = resolveEditable(name, this.snapshot.catalogue);
      const problem = jsonProblem(value);
      if (problem) throw new HeadframeError('SETTING_INVALID', `${formatPath(path)} ${problem}`);
      await this.#write({ path, value });
    });
  }

  /** Takes a setting out of the config file, so that its default holds. Throws what {@link set} does. */
  unset(name: string): Promise<void> {
    return this.#enqueue(() =>
      this.#write({ path: resolveEditable(name, this.snapshot.catalogue), value: undefined }),
    );
  }

  /**
   * Takes all that the config file and its overlay say of a plugin out of them. Throws `IO_FAILED`, and
   * `ConfigError` while the file is invalid.
   */
  forget(plugin: string): Promise<void> {
    const path = ['plugins', plugin];
    return this.#enqueue(async () => {
      for (const { value } of [...this.inputs.documents]) {
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
      const { targetFile } = this.inputs;
      const inputs = { ...this.inputs, documents: await readDocuments(targetFile, this.#explicit) };
      if (!find) return this.#apply(takeSnapshot(inputs));
      const folders = pluginFoldersOf(takeSnapshot({ ...inputs, plugins: undefined }));
      return this.#apply(takeSnapshot({ ...inputs, plugins: settingsOfAll(...find(folders)) }));
    });
  }

  /** Whether the files on disk are the ones that the state was made from. */
  async isCurrent(): Promise<boolean> {
    const { targetFile, documents } = this.inputs;
    const known = documents.map(({ file, bom, text }) => [file, bom + text] as const);
    return isDeepStrictEqual(await readTexts(targetFile), new Map(known));
  }

  async #write(change: Change): Promise<void> {
    this.#apply(await writeChange(this.inputs, change));
  }

  /** Runs edits one after the other, whatever becomes of those before. */
  #enqueue<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(run);
    this.#queue = result.catch(messageOf);
    return result;
  }

  #apply(snapshot: Snapshot): ConfigDifference {
    const isFirst = this.inputs.plugins === undefined;
    const difference = compareSnapshots(this.snapshot, snapshot);
    this.snapshot = snapshot;
    // Until the plugins were known there were no values that anyone could have seen.
    if (!isFirst) for (const change of difference.changes) void this.changed.call(change);
    return difference;
  }
}
