import type { Command } from 'commander';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { askHost, findDataDir, requireHost } from './running-host.ts';

/** Adds `headframe plugin refresh NAME`. */
export function addPluginRefresh(plugin: Command, context: Context): void {
  const command = plugin
    .command('refresh <name>')
    .description("load a plugin's code anew in the running host");
  addCommonOptions(command).action((name: string, options: CommonOptions) => refresh(context, name, options));
}

async function refresh(context: Context, name: string, options: CommonOptions): Promise<void> {
  const host = await requireHost(await findDataDir(context, options));
  const { plugins } = await askHost(context, host, { do: 'refresh', plugin: name });
  const found = plugins.find((plugin) => plugin.name === name);
  const result = { plugin: name, state: found?.state ?? null, loadMs: found?.loadMs ?? null };
  printResult(
    context,
    options.json,
    result,
    () =>
      `${name} is ${result.state}${result.loadMs === null ? '' : `, loaded in ${Math.round(result.loadMs)} ms`}`,
  );
}
