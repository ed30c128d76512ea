import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildForTests } from '../../scripts/testing/builds.ts';

/** Makes a folder what a reader has after `npm install headframe tsx`, for modules: the package is the built one. */
export async function installHeadframe(folder: string): Promise<void> {
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  symlinkSync(process.env.HEADFRAME_TEST_HOST ?? (await buildForTests()).host, join(packages, 'headframe'));
  symlinkSync(resolve('node_modules/tsx'), join(packages, 'tsx'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
}
