import type { Command } from 'commander';
import {
  findDependents,
  findPlugin,
  HeadframeError,
  type Installation,
  type ReadyState,
  readInstallation,
  resolveGraph,
} from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { askHost, findHost, type RunningHost } from './running-host.ts';
import { until } from './until.ts';

interface SwitchOptions extends CommonOptions {
  readonly cascade?: boolean;
}

const SHOWN_MS = 5_000;

/** Adds `headframe plugin enable NAME` and `headframe plugin disable NAME`. */
export function addPluginSwitch(plugin: Command, context: Context): void {
  addCommonOptions(
    plugin
      .command('enable <name>')
      .description('enable a plugin in the config file, and in the running host'),
  ).action((name: string, options: SwitchOptions) => enable(context, name, options));
  addCommonOptions(
    plugin
      .command('disable <name>')
      .description('disable a plugin in the config file, and in the running host'),
  )
    .option('--cascade', 'disable the plugins that require it, too')
    .action((name: string, options: SwitchOptions) => disable(context, name, options));
}

async function enable(context: Context, name: string, options: SwitchOptions): Promise<void> {
  const installation = await readInstallation(configOptions(context, options));
  findPlugin(installation, name);
  const refusal = resolveGraph(enabledNodes(installation, name)).refused.get(name);
  if (refusal) throw refusal;
  await apply(context, installation, [name], true, options);
}

async function disable(context: Context, name: string, options: SwitchOptions): Promise<void> {
  const installation = await readInstallation(configOptions(context, options));
  findPlugin(installation, name);
  const dependents = findDependents(enabledNodes(installation, name), name);
  if (dependents.length > 0 && !options.cascade) {
    throw new HeadframeError(
      'PLUGIN_REQUIRED',
      `${name} is required by ${dependents.join(', ')}; --cascade disables them too`,
      { data: { dependents } },
    );
  }
  await apply(context, installation, [...dependents, name], false, options);
}

/** Writes the file, and waits until the running host shows the same. */
async function apply(
  context: Context,
  { configuration }: Installation,
  names: readonly string[],
  enabled: boolean,
  options: SwitchOptions,
): Promise<void> {
  const host = await findHost(configuration.dataDir);
  checkSameConfig(host, configuration.targetFile);
  for (const name of names) await configuration.set(`plugins.${name}.enabled`, enabled);
  const state = host && (await awaitStates(context, host, names, enabled));
  const result = {
    plugins: names,
    enabled,
    file: configuration.targetFile,
    running: host !== undefined,
    states: Object.fromEntries(names.map((name) => [name, state?.plugins[name] ?? null])),
  };
  printResult(context, options.json, result, () => {
    const what = `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} ${enabled ? 'enabled' : 'disabled'}`;
    return `${what} in ${configuration.targetFile}${host ? ` and in the host with pid ${host.identity.pid}` : ''}`;
  });
}

function checkSameConfig(host: RunningHost | undefined, file: string): void {
  const used = host?.state?.config;
  if (!used || used === file) return;
  throw new HeadframeError('BAD_ARGUMENT', `the running host uses ${used}: add --config ${used}`);
}

async function awaitStates(
  context: Context,
  host: RunningHost,
  names: readonly string[],
  enabled: boolean,
): Promise<ReadyState> {
  await askHost(context, host, { do: 'reload' });
  const settled = enabled ? ['active', 'failed'] : ['disabled'];
  const what = `${names.join(', ')} to be ${settled.join(' or ')} in the host`;
  const state = await until(context, what, SHOWN_MS, async () => {
    const now = (await findHost(host.dataDir))?.state;
    return now && names.every((name) => settled.includes(now.plugins[name] ?? '')) ? now : undefined;
  });
  const [failed] = names.filter((name) => state.plugins[name] === 'failed');
  if (failed !== undefined) throw new HeadframeError('PLUGIN_FAILED', state.failures[failed] ?? failed);
  return state;
}

/** The plugins that the configuration enables, and the one in question. */
function enabledNodes({ plugins, configuration }: Installation, name: string) {
  const enabled = plugins.filter(
    ({ manifest }) => manifest.name === name || (configuration.enabled(manifest.name) ?? true),
  );
  return new Map(enabled.map(({ manifest }) => [manifest.name, manifest]));
}
