import type { Command } from 'commander';
import { Host } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { askHost, findDataDir, findHost } from './running-host.ts';

/** Adds `headframe plugin remove NAME`. */
export function addPluginRemove(plugin: Command, context: Context): void {
  const command = plugin
    .command('remove <name>')
    .description('remove an installed plugin, and what the config file says of it');
  addCommonOptions(command).action((name: string, options: CommonOptions) => remove(context, name, options));
}

async function remove(context: Context, name: string, options: CommonOptions): Promise<void> {
  const running = await findHost(await findDataDir(context, options));
  if (running) await askHost(context, running, { do: 'uninstall', plugin: name });
  else await (await Host.create(configOptions(context, options))).uninstall(name);
  const result = { name, running: running !== undefined };
  printResult(context, options.json, result, () => {
    const note = running ? '' : '; no host is running, so its onUninstall was not called';
    return `${name} is removed${note}`;
  });
}
