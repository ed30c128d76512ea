import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { HeadframeError, messageOf } from '../errors.ts';
import { type Manifest, readManifestIfAny } from './manifest.ts';

/** A folder that looks like a plugin and can't be used. */
export interface BrokenPlugin {
  readonly folder: string;
  readonly error: HeadframeError;
}

/** What a folder of plugins holds. */
export interface Discovery {
  readonly manifests: readonly Manifest[];
  readonly broken: readonly BrokenPlugin[];
}

/**
 * Finds the plugins of a folder: the folder itself when it has a manifest, else its subfolders.
 * A broken one does not hide the others; a missing folder holds none.
 */
export function discoverPlugins(folder: string): Discovery {
  const manifests: Manifest[] = [];
  const broken: BrokenPlugin[] = [];
  for (const candidate of candidates(folder)) {
    try {
      const manifest = readManifestIfAny(candidate);
      if (manifest) manifests.push(manifest);
    } catch (error) {
      broken.push({ folder: candidate, error: asHeadframeError(candidate, error) });
    }
  }
  return { manifests, broken };
}

function candidates(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (existsSync(join(folder, 'plugin.json')) || existsSync(join(folder, 'package.json'))) return [folder];
  return (
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map((entry) => join(folder, entry.name))
      .filter((path) => existsSync(path))
      .sort()
      // Node names a module by its real path; a linked folder has to be known by the same one.
      .map((path) => realpathSync(path))
  );
}

function asHeadframeError(folder: string, error: unknown): HeadframeError {
  if (error instanceof HeadframeError) return error;
  return new HeadframeError('BAD_MANIFEST', `${folder}: ${messageOf(error)}`, { cause: error });
}
