import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
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

/** What the package has nothing of. */
const NOT_PACKED = new Set(['test', 'bench', 'docs', 'examples', join('clients', 'python')]);
const CACHE = resolve('node_modules/.cache/headframe-packed');

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

/**
 * The package as `npm publish` would pack it. It is packed once for all tests that ask for it, and again when something
 * in the checkout has changed. Returns the tarball's path.
 */
export function packHeadframe(): string {
  mkdirSync(CACHE, { recursive: true });
  const tarball = join(CACHE, `headframe-${hashOfCheckout()}.tgz`);
  const pack = [process.execPath, '--import', 'tsx', 'test/docs/pack.ts', tarball];
  // Two files of tests run at a time: the second one waits, and finds what the first one has made.
  execFileSync('flock', [join(CACHE, 'lock'), ...pack], { stdio: ['ignore', 'ignore', 'inherit'] });
  return tarball;
}

/** A name for all that the package is made from. */
function hashOfCheckout(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (NOT_COPIED.has(path) || NOT_PACKED.has(path)) return;
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(`${path}\0${stat.size}\0`).update(readFileSync(path));
  };
  for (const name of readdirSync('.').sort()) add(name);
  return hash.digest('hex').slice(0, 16);
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
