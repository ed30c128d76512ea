/** Builds `dist/`: the compiled sources, and the JSON files that they read at run time. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

process.chdir(root);
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
for (const folder of ['core', 'plugins', 'codec']) {
  cpSync(folder, `dist/${folder}`, {
    recursive: true,
    filter: (source) => isFolderOrJson(relative(root, source)),
  });
}

function isFolderOrJson(path: string): boolean {
  return !/\.[^/]+$/.test(path) || path.endsWith('.json');
}
