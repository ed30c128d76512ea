import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadframeError } from '../errors.ts';
import { unpackArchive } from './archive.ts';
import { copyPluginFolder } from './copy-folder.ts';
import { hasManifest, type Manifest } from './manifest.ts';
import { npmInstall } from './npm.ts';
import type { PluginSource } from './plugin-source.ts';

const HOST_PACKAGE = 'headframe';

/**
 * Brings a plugin into a temporary folder, from where one rename installs it. No code of it runs.
 * Returns the folder with the manifest. Throws `BAD_ARCHIVE`, `NPM_FAILED`, `BAD_ARGUMENT`.
 */
export async function stagePlugin(source: PluginSource, temporary: string): Promise<string> {
  const target = join(temporary, 'plugin');
  switch (source.kind) {
    case 'folder':
      await copyPluginFolder(source.path, target);
      return target;
    case 'archive':
      await unpackArchive(source.path, target);
      return pluginIn(target);
    case 'package':
      await mkdir(target);
      await npmInstall(target, { [source.name]: source.spec.slice(source.name.length + 1) || 'latest' });
      return join(target, 'node_modules', source.name);
  }
}

/** Installs npm's own dependencies into the staged folder. Throws `BAD_MANIFEST`, `NPM_FAILED`. */
export async function stageDependencies(
  { file, npmDependencies }: Manifest,
  folder: string,
  temporary: string,
): Promise<void> {
  const wanted = Object.entries(npmDependencies).filter(([name]) => name !== HOST_PACKAGE);
  if (wanted.length === 0) return;
  const { default: validRange } = await import('semver/ranges/valid.js');
  for (const [name, range] of wanted) {
    if (validRange(range) === null) {
      const text = `${file}: the dependency ${name} is ${JSON.stringify(range)}: only versions from the registry are installed`;
      throw new HeadframeError('BAD_MANIFEST', text);
    }
  }
  const scratch = join(temporary, 'npm');
  await mkdir(scratch);
  await npmInstall(scratch, Object.fromEntries(wanted));
  await rm(join(folder, 'node_modules'), { recursive: true, force: true });
  await rename(join(scratch, 'node_modules'), join(folder, 'node_modules'));
}

/** An archive of a folder has that folder as its only entry. */
function pluginIn(folder: string): string {
  const [only, ...others] = readdirSync(folder);
  if (only === undefined || others.length > 0 || existsSync(join(folder, 'plugin.json'))) return folder;
  const inner = join(folder, only);
  return hasManifest(inner) ? inner : folder;
}
