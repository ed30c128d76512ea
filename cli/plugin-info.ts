import type { Command } from 'commander';
import { findPlugin, formatRequirement, readInstallation } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { formatColumns } from './table.ts';

/** Adds `headframe plugin info NAME`. */
export function addPluginInfo(plugin: Command, context: Context): void {
  const command = plugin.command('info <name>').description('show what is known of a plugin');
  addCommonOptions(command).action((name: string, options) => info(context, name, options));
}

async function info(context: Context, name: string, options: CommonOptions): Promise<void> {
  const installation = await readInstallation(configOptions(context, options));
  const { configuration } = installation;
  const { manifest, builtIn } = findPlugin(installation, name);
  const settings = configuration.list().filter((entry) => entry.plugin === name);
  const result = {
    name,
    displayName: manifest.displayName,
    version: manifest.version,
    description: manifest.description,
    group: manifest.group,
    folder: manifest.path,
    builtIn,
    enabled: configuration.enabled(name) ?? true,
    requirements: manifest.requirements.map(formatRequirement),
    pipDependencies: manifest.pipDependencies,
    npmDependencies: manifest.npmDependencies,
    settings: settings.map(({ path, value, source, secret }) => ({
      path,
      value: value ?? null,
      source,
      secret,
    })),
  };
  printResult(context, options.json, result, () =>
    formatColumns([
      ['name', name],
      ['version', manifest.version],
      ['description', manifest.description],
      ['group', manifest.group],
      ['folder', manifest.path + (builtIn ? ' (built in)' : '')],
      ['enabled', result.enabled ? 'yes' : 'no'],
      ['requires', result.requirements.join(', ') || 'nothing'],
      ...(manifest.pipDependencies.length > 0
        ? [['pip packages', `${manifest.pipDependencies.join(', ')} (not installed by Headframe)`]]
        : []),
      ...settings.map(({ path, value, source, secret }) => [
        path,
        `${secret ? '(secret)' : JSON.stringify(value)}  from ${source}`,
      ]),
    ]),
  );
}
