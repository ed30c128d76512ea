/**
 * The door for tests of plugins: `headframe/testing`. It starts a real host over the plugins under
 * test, without ports, files or plugins that a test did not ask for.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Role } from './command.ts';
import type { Override } from './config/assignment.ts';
import { HeadframeError } from './errors.ts';
import type { ExtensionLib } from './extension-lib.ts';
import { Host } from './host.ts';
import { codeRoot } from './package.ts';
import { readManifest } from './plugin/manifest.ts';
import { createFakes, type GroupFakes, type InterfaceFakes } from './testing/fakes.ts';
import { createRecordingLogger, type LogLine } from './testing/recording-logger.ts';

export type { GroupFakes, InterfaceFakes } from './testing/fakes.ts';
export type { LogLine } from './testing/recording-logger.ts';

/** Settings of {@link createTestHost}. */
export interface TestHostOptions {
  /** The plugins to load: a folder each (path or file URL), or the name of a built-in one. */
  readonly plugins?: readonly (string | URL)[];
  /** Stand-ins for other plugins: only what the test needs of their interfaces. */
  readonly interfaces?: InterfaceFakes;
  /** Stand-ins for groups of functions, such as `Data`, when the plugin that contributes them is not loaded. */
  readonly groups?: GroupFakes;
  /** Settings by plugin; the rest has its defaults. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A host for one test. Stop it with `await using`, or by `stop()` when the test ends. */
export interface TestHost extends AsyncDisposable {
  readonly host: Host;
  /** What a plugin sees that requires nothing: the way to interfaces, groups, commands and settings. */
  readonly extensionLib: ExtensionLib;
  /** What was logged so far, faults in taps included. */
  readonly logs: readonly LogLine[];
  /** Runs a command as a client of that role would; the role is `admin` unless given. */
  dispatch(command: string, params?: Readonly<Record<string, unknown>>, role?: Role): Promise<object>;
  /** Closes all plugins and removes the host's temporary folder. */
  stop(): Promise<void>;
}

/**
 * Starts a host over the given plugins and fakes, in a temporary folder, without config file,
 * environment and built-in plugins that were not named. Throws `PLUGIN_FAILED` when a plugin is not
 * active afterwards, `BAD_CONFIG` when the settings do not fit.
 *
 * ```ts
 * await using test = await createTestHost({
 *   plugins: [new URL('..', import.meta.url)],
 *   interfaces: { weather: { temperature: () => 21 } },
 * });
 * assert.equal(test.extensionLib.getInterface('comfort').feeling(), 'warm');
 * ```
 */
export async function createTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const cwd = await realpath(await mkdtemp(join(tmpdir(), 'headframe-test-')));
  const remove = (): Promise<void> => rm(cwd, { recursive: true, force: true });
  try {
    return await start(options, cwd, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function start(options: TestHostOptions, cwd: string, remove: () => Promise<void>): Promise<TestHost> {
  const folders = (options.plugins ?? []).map(folderOf);
  const { interfaces = {}, groups = {}, settings = {} } = options;
  const fakes = createFakes(join(cwd, 'fakes'), interfaces, groups, folders.map(readManifest));
  const logs: LogLine[] = [];
  const host = await Host.create({
    cwd,
    env: {},
    builtIn: false,
    pluginDirs: [...fakes.folders, ...folders],
    loader: fakes.loader,
    logger: createRecordingLogger(logs),
    overrides: Object.entries(settings).flatMap(([plugin, values]) => overridesOf(plugin, values)),
  });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= host.stop().finally(remove);
    return stopping;
  };
  try {
    await host.start();
    throwFailures(host);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host,
    logs,
    extensionLib: fakes.extensionLib(),
    dispatch: (command, params = {}, role = 'admin') =>
      host.commands.dispatch(command, new Map(Object.entries(params)), {
        session: 'test',
        client: 'test',
        role,
        transport: 'test',
        signal: new AbortController().signal,
        long: true,
      }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function folderOf(plugin: string | URL): string {
  if (plugin instanceof URL) return fileURLToPath(plugin).replace(/(?<=.)[\\/]$/, '');
  const builtIn = join(codeRoot, 'plugins', plugin);
  return /^[\w-]+$/.test(plugin) && existsSync(builtIn) ? builtIn : resolve(plugin);
}

function overridesOf(plugin: string, settings: Readonly<Record<string, unknown>>): Override[] {
  return Object.entries(settings).map(([name, value]) => ({
    path: ['plugins', plugin, 'settings', name],
    value,
  }));
}

function throwFailures(host: Host): void {
  const { plugins, broken } = host.inspect();
  const failures = plugins.flatMap(({ failure }) => (failure ? [failure] : []));
  const messages = [...broken, ...failures].map(({ message }) => message);
  if (messages.length > 0) throw new HeadframeError('PLUGIN_FAILED', messages.join('; '));
}
