/** Bundles the package, without types, into the folder that is given: what tests start as hosts. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePackage } from './bundle-package.ts';

const [folder = ''] = process.argv.slice(2);
await bundlePackage(join(folder, 'dist'));
for (const name of ['bin', 'schemas', 'package.json']) cpSync(name, join(folder, name), { recursive: true });
