import { cpSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { bundleBrowserClient, bundleHost, bundlePage, bundlePlugin, pluginFolders } from './bundle.ts';

/**
 * Bundles the package from the repository's folder, which is the working one, into the folder `out`: its modules, the
 * page, and the JSON files that they read at run time. Returns the files that went in. `validators` is the text of
 * `precompileValidators`.
 */
export async function bundlePackage(out: string, validators: string): Promise<string[]> {
  const bundled = await bundleHost(validators, out);
  bundled.push(...(await bundleBrowserClient(out)), ...(await bundlePage(out)));
  for (const folder of pluginFolders()) bundled.push(...(await bundlePlugin(folder, out)));
  for (const folder of ['core', 'plugins', 'codec']) {
    cpSync(folder, `${out}/${folder}`, {
      recursive: true,
      filter: (source) => isFolderOrJson(relative('.', source)) && !isPage(relative('.', source)),
    });
  }
  return bundled;
}

function isFolderOrJson(path: string): boolean {
  return !/\.[^/]+$/.test(path) || path.endsWith('.json');
}

/** The page is bundled, and needs no folders of its sources. */
function isPage(path: string): boolean {
  return path.split(sep).join('/').startsWith('plugins/web-inspector/page');
}
