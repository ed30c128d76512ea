import type { Command } from 'commander';
import { readInstallation } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { formatTable } from './table.ts';

/** Adds `headframe plugin list`. */
export function addPluginList(plugin: Command, context: Context): void {
  addCommonOptions(plugin.command('list').description('list the plugins and their states')).action(
    (options) => list(context, options),
  );
}

async function list(context: Context, options: CommonOptions): Promise<void> {
  const { configuration, plugins, broken } = await readInstallation(configOptions(context, options));
  const rows = plugins.map(({ manifest: { name, version, description }, builtIn }) => ({
    name,
    version,
    enabled: configuration.enabled(name) ?? true,
    builtIn,
    description,
  }));
  const result = {
    plugins: rows,
    broken: broken.map(({ folder, error }) => ({ folder, message: error.message })),
  };
  printResult(context, options.json, result, () =>
    formatTable(
      ['name', 'version', 'enabled', 'description'],
      rows.map((row) => [row.name, row.version, row.enabled ? 'yes' : 'no', row.description]),
      context.colour,
    ),
  );
}
