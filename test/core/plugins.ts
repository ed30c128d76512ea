import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host, type HostOptions, type Logger, type PluginInspection } from '../../core/index.ts';

/** A test, or what else ends things that were begun with it. */
export interface Ends {
  after(end: () => unknown): void;
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(t: Ends): string {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files below a folder: path → text. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Writes a plugin: its manifest's keys beside the name, and its main module. Returns its folder. */
export function writePlugin(parent: string, name: string, main: string, manifest: object = {}): string {
  const folder = join(parent, name.replace('/', '__'));
  writeFiles(folder, { 'plugin.json': JSON.stringify({ name, ...manifest }), 'main.ts': main });
  return folder;
}

/** What is pushed by plugins under test: they reach it as `globalThis.events`. */
export const events: string[] = [];
Object.assign(globalThis, { events });

/** A main module whose extension says in `events` what it goes through. */
export function tellingPlugin(name: string, methods = ''): string {
  return `import { BaseExtension, BaseInterface, Hook } from 'headframe';
const events: string[] = (globalThis as never as { events: string[] }).events;
export class Interface extends BaseInterface<Extension> {
  readonly hooks = { changed: Hook.series<string>('changed') };
  hello(): string { return 'hello from ${name}'; }
}
export class Extension extends BaseExtension<Interface> {
  override onLoading(): void { events.push('${name} loading'); }
  override onLoad(): void | Promise<void> { events.push('${name} load'); }
  override onClose(): void | Promise<void> { events.push('${name} close'); }
  ${methods}
}
`;
}

/** A log whose errors and warnings are kept as text. */
export function createRecordingLogger(lines: string[] = []): Logger & { lines: string[] } {
  const record = (_: object, text: string): void => void lines.push(text);
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: record,
    error: record,
    child: () => logger,
  };
  return Object.assign(logger, { lines });
}

/** Starts a host without built-in plugins over a folder of plugins; it is stopped when the test ends. */
export async function startHost(t: Ends, pluginDir: string, options: HostOptions = {}): Promise<Host> {
  const host = await createHost(t, pluginDir, options);
  await host.start();
  return host;
}

/** Creates such a host without starting it. */
export async function createHost(t: Ends, pluginDir: string, options: HostOptions = {}): Promise<Host> {
  const host = await Host.create({
    cwd: temporaryFolder(t),
    builtIn: false,
    pluginDirs: [pluginDir],
    logger: createRecordingLogger(),
    env: {},
    ...options,
  });
  t.after(() => host.stop());
  return host;
}

/** One plugin as the host shows it. */
export function pluginOf(host: Host, name: string): PluginInspection {
  const found = host.inspect().plugins.find((plugin) => plugin.name === name);
  if (!found) throw new Error(`no plugin ${name}`);
  return found;
}

/** All plugins' states by name. */
export function states(host: Host): Record<string, string> {
  return Object.fromEntries(host.inspect().plugins.map(({ name, state }) => [name, state]));
}
