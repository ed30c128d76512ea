import type { Command } from 'commander';
import { Host, type InstalledPlugin } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { askToInstall, findDataDir, findHost } from './running-host.ts';

interface AddOptions extends CommonOptions {
  readonly link?: boolean;
}

/** Adds `headframe plugin add SOURCE`. */
export function addPluginAdd(plugin: Command, context: Context): void {
  const command = plugin
    .command('add <source>')
    .description('install a plugin from a folder, a .zip or an npm package, or upgrade it')
    .option('--link', 'link to the folder instead of copying it, for a plugin under development');
  addCommonOptions(command).action((source: string, options: AddOptions) => add(context, source, options));
}

async function add(context: Context, source: string, options: AddOptions): Promise<void> {
  const running = await findHost(await findDataDir(context, options));
  const where = { cwd: context.cwd, link: options.link ?? false };
  const installed = running
    ? await askToInstall(context, running, { do: 'install', source, ...where })
    : await (await Host.create(configOptions(context, options))).install(source, where);
  const { name, version, folder, previous, pipDependencies } = installed;
  const result = {
    name,
    version,
    previous: previous ?? null,
    folder,
    running: running !== undefined,
    pipDependencies,
  };
  printResult(context, options.json, result, () => describe(installed, result.running));
}

function describe(
  { name, version, previous, folder, pipDependencies }: InstalledPlugin,
  isRunning: boolean,
): string {
  const instead = previous === undefined ? '' : ` instead of ${previous}`;
  const lines = [
    `${name} ${version}${instead} is installed in ${folder}`,
    isRunning ? 'the running host has loaded it' : 'the next start loads it',
  ];
  if (pipDependencies.length > 0)
    lines.push(`it names pip packages, which are not installed: ${pipDependencies.join(', ')}`);
  return lines.join('\n');
}
