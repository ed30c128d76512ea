/** Builds `dist/`: the bundled modules, their types, and the JSON files that they read at run time. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pluginFolders } from './bundle.ts';
import { bundlePackage } from './bundle-package.ts';
import { thirdPartyNotices } from './notices.ts';
import { precompileValidators } from './validators.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
const validators = await precompileValidators(pluginFolders());
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(await bundlePackage('dist', validators)));
