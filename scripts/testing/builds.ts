import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { buildTests } from './build-tests.ts';

const CACHE = 'node_modules/.cache/headframe-tests';
const SOURCES = ['bin', 'cli', 'clients', 'codec', 'core', 'framed', 'plugins', 'schemas', 'scripts'];
const FILES = ['package.json', 'package-lock.json'];
const KEPT_MS = 2 * 3600_000;
/** The text of the validators, and what it needs to be a module by itself. */
const TEXT = 'validators.txt';
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.resolve('ajv'));";
/** The module that is made in the build. */
export const VALIDATORS = 'core/precompiled-validators.js';

/** What is built once for a run of the tests: the folders of the sources and tests as JavaScript, and of the host. */
export interface Builds {
  readonly tests: string;
  readonly host: string;
}

/**
 * Builds what the tests run from, unless that is there for the sources as they are. Each state of the sources has
 * its folder, so that no run changes what another one runs from; those that were not used for two hours go.
 */
export async function buildForTests(): Promise<Builds> {
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE)) {
    const folder = join(CACHE, name);
    if (Date.now() - statSync(folder).mtimeMs > KEPT_MS) rmSync(folder, { recursive: true, force: true });
  }
  const tests = await keep('tests', [...SOURCES, 'test', 'bench'], async (folder) => {
    await buildTests(folder);
    addValidators(folder);
  });
  const script = join(tests, 'dist/scripts/build-test-host.js');
  const host = await keep('host', SOURCES, async (folder) => {
    execFileSync(process.execPath, [script, folder, join(tests, TEXT)], { stdio: 'inherit' });
  });
  return { tests: resolve(tests), host: resolve(host) };
}

/** Puts the validators in that the built host has: to compile them is most of what a start takes in a test. */
function addValidators(folder: string): void {
  const script = join(folder, 'dist/scripts/build-validators.js');
  execFileSync(process.execPath, [script, join(folder, TEXT)], { stdio: 'inherit' });
  const text = readFileSync(join(folder, TEXT), 'utf8');
  writeFileSync(join(folder, 'dist', VALIDATORS), `${REQUIRE}\n${text}`);
}

async function keep(
  name: string,
  sources: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(CACHE, `${name}-${fingerprint(sources)}`);
  if (!existsSync(folder)) {
    const begun = `${folder}.${process.pid}`;
    mkdirSync(begun);
    await make(begun);
    // Another run may have been quicker.
    if (existsSync(folder)) rmSync(begun, { recursive: true });
    else renameSync(begun, folder);
  }
  utimesSync(folder, new Date(), new Date());
  return folder;
}

/** Names, sizes and times of all files: changes whenever one of them does. */
function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  const add = (path: string): void => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  };
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (/^\.|^__pycache__$|^fixtures$/.test(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) add(path);
    }
  };
  for (const source of sources) walk(source);
  for (const file of FILES) add(file);
  return hash.digest('hex').slice(0, 16);
}
