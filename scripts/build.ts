/**
 * Builds `dist/`: the bundled modules, their types, and the JSON files that they read at run time.
 *
 * `HEADFRAME_VALIDATORS` may name a file that has the text of the validators for these sources already; to find out
 * which ones there are takes a host, loaded from the sources.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pluginFolders } from './bundle.ts';
import { bundlePackage } from './bundle-package.ts';
import { writeDeclarations } from './declarations.ts';
import { thirdPartyNotices } from './notices.ts';
import { packageDoors } from './package-doors.ts';
import { precompileValidators } from './validators.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
writeDeclarations([...packageDoors().values()], 'dist');
const { HEADFRAME_VALIDATORS: file } = process.env;
const validators = file ? readFileSync(file, 'utf8') : await precompileValidators(pluginFolders());
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(await bundlePackage('dist', validators)));
