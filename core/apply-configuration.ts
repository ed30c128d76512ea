import type { Catalogue } from './catalogue.ts';
import type { ConfigDifference, Configuration } from './config/index.ts';
import { type FoundPlugins, knownPlugins } from './installation.ts';
import type { Logger } from './logger.ts';
import type { PluginManager } from './plugin/plugin-manager.ts';

/** What a changed configuration is applied to. */
export interface Configured {
  readonly configuration: Configuration;
  readonly catalogue: Catalogue;
  readonly manager: PluginManager;
  readonly logger: Logger;
}

/** Reads the config files and the folders of plugins again, and applies what differs: see `Host.reload`. */
export async function applyConfiguration(configured: Configured): Promise<ConfigDifference> {
  const { configuration, catalogue, manager } = configured;
  let found: FoundPlugins = { plugins: [], broken: [] };
  const difference = await configuration.reload((folders) => {
    found = catalogue.find(folders);
    return knownPlugins(found);
  });
  const added = catalogue.register(found);
  const failed = difference.settings.filter((name) => manager.records.get(name)?.state === 'failed');
  const concerned = [...added, ...failed, ...difference.enabled.keys()];
  const known = concerned.filter((name) => manager.records.has(name));
  await manager.apply(new Map(known.map((name) => [name, configuration.enabled(name) ?? true])));
  tell(configured.logger, difference);
  return difference;
}

function tell(logger: Logger, { enabled, settings, host }: ConfigDifference): void {
  const fields = { enabled: Object.fromEntries(enabled), settings, host };
  logger.info(fields, 'the configuration was read again');
  const late = host.filter((key) => key !== 'pluginDirs');
  if (late.length > 0) logger.warn({ host: late }, `${late.join(', ')} will count at the next start`);
}
