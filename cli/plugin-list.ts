import type { Command } from 'commander';
import { readInstallation } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { findHost } from './running-host.ts';
import { formatTable } from './table.ts';

/** Adds `headframe plugin list`. */
export function addPluginList(plugin: Command, context: Context): void {
  addCommonOptions(plugin.command('list').description('list the plugins and their states')).action(
    (options) => list(context, options),
  );
}

async function list(context: Context, options: CommonOptions): Promise<void> {
  const { configuration, plugins, broken } = await readInstallation(configOptions(context, options));
  const running = (await findHost(configuration.dataDir))?.state;
  const rows = plugins.map(({ manifest: { name, version, description }, builtIn }) => ({
    name,
    version,
    enabled: configuration.enabled(name) ?? true,
    /** In the running host; `null` without one. */
    state: running?.plugins[name] ?? null,
    builtIn,
    description,
  }));
  const result = {
    plugins: rows,
    broken: broken.map(({ folder, error }) => ({ folder, message: error.message })),
  };
  printResult(context, options.json, result, () =>
    formatTable(
      ['name', 'version', 'enabled', 'state', 'description'],
      rows.map((row) => [
        row.name,
        row.version,
        row.enabled ? 'yes' : 'no',
        row.state ?? '-',
        row.description,
      ]),
      context.colour,
    ),
  );
}
