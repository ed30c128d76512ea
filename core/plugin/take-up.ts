import { messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Placement } from './extensions-folder.ts';
import type { Manifest } from './manifest.ts';
import type { PluginManager } from './plugin-manager.ts';
import type { PluginRecord } from './record.ts';

/** What takes up a plugin whose files are in place. */
export interface TakeUpContext {
  readonly manager: PluginManager;
  logger(plugin: string): Logger;
  /** Makes the configuration know the plugins as they are now. Throws `ConfigError`. */
  check(): void;
}

/** Makes a plugin known to a host that is not running, so that its settings are checked. On a failure all is as it was. */
export async function announcePlugin(
  { manager, check }: TakeUpContext,
  record: PluginRecord | undefined,
  manifest: Manifest,
): Promise<void> {
  const old = record?.manifest;
  const known = record ?? manager.add(manifest, false);
  known.manifest = manifest;
  try {
    check();
  } catch (error) {
    if (old) known.manifest = old;
    else await manager.remove(manifest.name);
    throw error;
  }
}

/** Loads a new plugin and calls its `onInstall`. On a failure the host has forgotten it. */
export async function addPlugin({ manager, check }: TakeUpContext, manifest: Manifest): Promise<void> {
  manager.add(manifest, false);
  try {
    check();
    await manager.enable(manifest.name);
    await manager.callOnce(manifest.name, 'onInstall');
  } catch (error) {
    await manager.remove(manifest.name);
    check();
    throw error;
  }
}

/**
 * Loads the new version of a plugin in place of the old one. Settings are kept: they stand in the config file
 * under the same name. On a failure the old version is loaded again, from the files that are put back.
 */
export async function upgradePlugin(
  { manager, check, logger }: TakeUpContext,
  record: PluginRecord,
  manifest: Manifest,
  placement: Placement,
): Promise<void> {
  const old = record.manifest;
  record.manifest = manifest;
  try {
    check();
    await manager.refresh(record.name);
  } catch (error) {
    record.manifest = old;
    await placement.rollBack();
    check();
    await manager.refresh(record.name).catch((second: unknown) => {
      logger(record.name).error(
        { err: second },
        `${record.name} ${old.version} is back, but failed: ${messageOf(second)}`,
      );
    });
    throw error;
  }
}
