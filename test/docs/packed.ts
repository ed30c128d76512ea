import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

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
export const NOT_PACKED: ReadonlySet<string> = new Set([
  'test',
  'bench',
  'docs',
  'examples',
  join('clients', 'python'),
]);
const CACHE = resolve('node_modules/.cache/headframe-packed');
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** A copy of the checkout below a folder, as after `npm ci`, but for the folders that are `left` out. Returns its path. */
export function copyCheckout(folder: string, left: ReadonlySet<string> = new Set()): string {
  const copy = join(folder, 'checkout');
  const isCopied = (path: string): boolean =>
    !NOT_COPIED.has(basename(path)) && !left.has(path) && isLasting(path);
  for (const name of readdirSync('.'))
    if (isCopied(name)) cpSync(name, join(copy, name), { recursive: true, filter: isCopied });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Other tests make folders of their own in here, and take them away at any time: their names begin with a dot. */
function isLasting(path: string): boolean {
  return !path.startsWith(join('test', 'docs', '.'));
}

/** What this process has asked for already. */
let packed: Promise<string> | undefined;

/**
 * The package as `npm publish` would pack it. It is packed once for all tests that ask for it, and again when something
 * in the checkout has changed. Returns the tarball's path.
 */
export function packHeadframe(): Promise<string> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const tarball = join(CACHE, `headframe-${hashOfCheckout()}.tgz`);
  if (existsSync(tarball)) return tarball;
  const program = fileURLToPath(new URL(`pack${extname(import.meta.url)}`, import.meta.url));
  const loader = program.endsWith('.ts') ? ['--import', 'tsx'] : [];
  // Two processes run tests at a time: the second one waits, and finds what the first one has made.
  const command = [join(CACHE, 'lock'), process.execPath, ...loader, program, tarball];
  await promisify(execFile)('flock', command, { maxBuffer: MAX_OUTPUT_BYTES });
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
