/** Builds `dist/`: the bundled modules, their types, and the JSON files that they read at run time. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleBrowserClient, bundleHost, bundlePage, bundlePlugin, pluginFolders } from './bundle.ts';
import { thirdPartyNotices } from './notices.ts';
import { precompileValidators } from './validators.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

process.chdir(root);
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
const bundled = await bundleHost(await precompileValidators(pluginFolders()));
bundled.push(...(await bundleBrowserClient()), ...(await bundlePage()));
for (const folder of pluginFolders()) bundled.push(...(await bundlePlugin(folder)));
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(bundled));
for (const folder of ['core', 'plugins', 'codec']) {
  cpSync(folder, `dist/${folder}`, {
    recursive: true,
    filter: (source) => isFolderOrJson(relative(root, source)) && !isPage(relative(root, source)),
  });
}

function isFolderOrJson(path: string): boolean {
  return !/\.[^/]+$/.test(path) || path.endsWith('.json');
}

/** The page is bundled, and needs no folders of its sources. */
function isPage(path: string): boolean {
  return path.split(sep).join('/').startsWith('plugins/web-inspector/page');
}
