import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type BaseExtension, Host, type Logger, type PublicInterface } from 'headframe';
import type { Interface } from 'headframe/workspace';
import '../built-in-plugins.ts';

const builtInFolder = fileURLToPath(new URL('../../plugins', import.meta.url));

/** What the modules of probes hand over: their extension, by name. */
const probes = new Map<string, BaseExtension>();
Object.assign(globalThis, { probes });

const PROBE = `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  override onLoad(): void { globalThis.probes.set(this.info.name, this); }
}
`;

/** A running host with the workspace plugin, and plugins that do nothing by themselves. */
export interface WorkspaceHost {
  readonly host: Host;
  /** The workspace as a plugin sees it. */
  readonly workspace: PublicInterface<Interface>;
  /** The probes' extensions, in the order asked for. */
  readonly plugins: readonly BaseExtension[];
  /** Warnings and errors of the log. */
  readonly log: readonly string[];
}

/** Starts a host in a folder of its own; it ends with the test. */
export async function startWorkspace(
  t: TestContext,
  {
    settings = {},
    probeNames = ['probe'],
    builtIns = ['workspace'],
    pluginSettings = {},
  }: {
    /** Settings of the workspace. */
    settings?: object;
    probeNames?: readonly string[];
    /** Further built-in plugins, and their settings. */
    builtIns?: readonly string[];
    pluginSettings?: Readonly<Record<string, object>>;
  } = {},
): Promise<WorkspaceHost> {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-workspace-'));
  const file = join(folder, 'headframe.config.jsonc');
  const others = Object.fromEntries(
    Object.entries(pluginSettings).map(([name, own]) => [name, { settings: own }]),
  );
  writeFileSync(file, JSON.stringify({ plugins: { ...others, workspace: { settings } } }));
  const log: string[] = [];
  const host = await Host.create({
    file,
    builtIn: false,
    env: {},
    logger: recordingLogger(log),
    pluginDirs: [
      ...builtIns.map((name) => join(builtInFolder, name)),
      ...probeNames.map((name) => writeProbe(folder, name, builtIns)),
    ],
  });
  t.after(async () => {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await host.start();
  const plugins = probeNames.map((name) => {
    const extension = probes.get(name);
    if (!extension) throw new Error(`the probe ${name} is not active: ${log.join('; ')}`);
    return extension;
  });
  const [first] = plugins;
  if (!first) throw new Error('a workspace needs a probe to be seen through');
  return { host, workspace: first.extensionLib.getInterface('workspace'), plugins, log };
}

function writeProbe(parent: string, name: string, requirements: readonly string[]): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ name, requirements }));
  writeFileSync(join(folder, 'main.ts'), PROBE);
  return folder;
}

function recordingLogger(lines: string[]): Logger {
  const record = (_: object, text: string): void => void lines.push(text);
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: record,
    error: record,
    child: () => logger,
  };
  return logger;
}
