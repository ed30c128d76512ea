/**
 * Bundles the package, without types, into the folder that is given: what tests start as hosts. The second argument is
 * the file of its validators.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePackage } from './bundle-package.ts';

const [folder = '', validators = ''] = process.argv.slice(2);
await bundlePackage(join(folder, 'dist'), readFileSync(validators, 'utf8'));
for (const name of ['bin', 'schemas', 'package.json']) cpSync(name, join(folder, name), { recursive: true });
