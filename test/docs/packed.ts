import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const NOT_COPIED = new Set([
  'node_modules',
  'dist',
  '.git',
  'coverage',
  '.headframe',
  '.mypy_cache',
  '.ruff_cache',
]);

/** A copy of the checkout below a folder, as after `npm ci`. Returns its path. */
export function copyCheckout(folder: string): string {
  const copy = join(folder, 'checkout');
  for (const name of readdirSync('.')) {
    if (!NOT_COPIED.has(name)) cpSync(name, join(copy, name), { recursive: true, filter: isOfCheckout });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Other tests make folders of their own in here, and take them away at any time: their names begin with a dot. */
function isOfCheckout(path: string): boolean {
  return !path.startsWith(join('test', 'docs', '.'));
}

/** Packs the package as `npm publish` would, in a copy of the checkout. Returns the tarball's path. */
export function packHeadframe(folder: string): string {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: copyCheckout(folder),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (packed === undefined) throw new Error(`npm pack wrote nothing: ${output}`);
  return join(folder, packed);
}

/**
 * A Python environment below a folder, in which `pip install` is offline and builds with the setuptools that is there, so
 * that documents can say `pip install`. Returns the folder of its programs, for PATH.
 */
export function createPython(folder: string): string {
  const options = ['--system-site-packages', '--without-pip', join(folder, 'venv')];
  execFileSync('/usr/bin/python3', ['-m', 'venv', ...options]);
  return join(folder, 'venv/bin');
}

/** What pip needs in its environment for that. */
export const OFFLINE_PIP: Readonly<Record<string, string>> = {
  PIP_NO_INDEX: '1',
  // pip negates the value of an option that begins with "no".
  PIP_NO_BUILD_ISOLATION: '0',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};
