import type { CommandInfo, CommandRegistry } from './command.ts';
import type { Configuration } from './config/index.ts';
import { codeOf, messageOf } from './errors.ts';
import type { Hook, TapInfo } from './hook.ts';
import { hostVersion } from './package.ts';
import type { BrokenPlugin } from './plugin/discovery.ts';
import { LoadError } from './plugin/lifecycle.ts';
import type { PluginRecord } from './plugin/record.ts';
import { formatRequirement } from './plugin/requirement.ts';
import type { HostHooks } from './signal.ts';

/** One plugin as `inspect()` shows it. Times in ms. */
export interface PluginInspection {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly folder: string;
  readonly builtIn: boolean;
  readonly state: string;
  readonly wanted: boolean;
  readonly failure: { readonly step: string; readonly code: string; readonly message: string } | undefined;
  readonly loadMs: number | undefined;
  readonly requirements: readonly string[];
  readonly pipDependencies: readonly string[];
  /** What the plugin holds now, by label, oldest first. */
  readonly effects: readonly string[];
  /** The taps on its hooks, by hook. */
  readonly hooks: Readonly<Record<string, readonly TapInfo[]>>;
}

/** The host as it stands: for the ready file, the CLI and user interfaces. */
export interface HostInspection {
  readonly version: string;
  readonly pid: number;
  readonly state: string;
  readonly config: string | undefined;
  readonly dataDir: string;
  /** Where the host can be reached, by kind: `tcp` → host and port. */
  readonly addresses: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Plugins in dependency order. */
  readonly plugins: readonly PluginInspection[];
  /** Folders that look like a plugin and cannot be used, with the reason. */
  readonly broken: readonly { readonly folder: string; readonly code: string; readonly message: string }[];
  readonly hooks: Readonly<Record<string, readonly TapInfo[]>>;
  readonly commands: Readonly<Record<string, CommandInfo>>;
}

/** What the host is inspected by. */
export interface Inspected {
  readonly state: string;
  readonly configuration: Configuration;
  readonly addresses: HostInspection['addresses'];
  readonly records: ReadonlyMap<string, PluginRecord>;
  readonly broken: readonly BrokenPlugin[];
  readonly hooks: HostHooks;
  readonly commands: CommandRegistry;
}

/** The host as `inspect()` shows it. */
export function inspectHost({ configuration, records, broken, hooks, ...host }: Inspected): HostInspection {
  const byRank = [...records.values()].sort((a, b) => a.owner.rank - b.owner.rank);
  return {
    version: hostVersion,
    pid: process.pid,
    state: host.state,
    config: configuration.file,
    dataDir: configuration.dataDir,
    addresses: host.addresses,
    plugins: byRank.map(inspectPlugin),
    broken: broken.map(({ folder, error }) => ({ folder, code: codeOf(error), message: error.message })),
    hooks: inspectHooks(Object.entries(hooks)),
    commands: Object.fromEntries(host.commands.list()),
  };
}

/** One record as `inspect()` shows it. */
function inspectPlugin(record: PluginRecord): PluginInspection {
  const { manifest, failure } = record;
  return {
    name: record.name,
    displayName: manifest.displayName,
    version: manifest.version,
    description: manifest.description,
    folder: manifest.path,
    builtIn: record.builtIn,
    state: record.state,
    wanted: record.wanted,
    failure: failure && {
      step: failure.step,
      code: codeOf(rootOf(failure.error)),
      message: messageOf(failure.error),
    },
    loadMs: record.loadMs,
    requirements: manifest.requirements.map(formatRequirement),
    pipDependencies: manifest.pipDependencies,
    effects: record.running?.scope.effects() ?? [],
    hooks: inspectHooks(record.facade.hooks()),
  };
}

/** The taps of each hook. */
function inspectHooks(
  hooks: Iterable<readonly [string, Pick<Hook<never>, 'taps'>]>,
): Record<string, TapInfo[]> {
  return Object.fromEntries([...hooks].map(([name, hook]) => [name, hook.taps()]));
}

/** What made a plugin fail, without the wrapping that names plugin and step. */
function rootOf(error: unknown): unknown {
  return error instanceof LoadError ? error.cause : error;
}
