import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HeadframeError } from '../errors.ts';
import { codeRoot, doors, fromSource, isBuiltIn } from '../package.ts';

/** Imports the modules of plugins. */
export interface ModuleLoader {
  /**
   * Imports a file of a plugin's folder. Fresh since the last `invalidate`, or since a file of the
   * folder has changed, which is not looked for in a plugin of the built package; otherwise the module that is there.
   * Throws `BAD_MANIFEST` when there is no such file.
   */
  load(folder: string, file: string): Promise<Readonly<Record<string, unknown>>>;
  /** Makes the next `load` from this folder fresh: its own modules anew, the host's shared. */
  invalidate(folder: string): void;
}

interface Generation {
  number: number;
  fingerprint: string;
}

const MAX_FILES = 10_000;
/** What a compiler writes beside the modules. */
const NEVER_LOADED = /\.(d\.[mc]?ts|map)$/;

/** Generations outlive a host: Node's module cache is the process's. */
const generations = new Map<string, Generation>();
let hookInstalled = false;
let typescriptReady = fromSource;

/** The loader that works through Node's own cache and one resolve hook. */
export const nodeModuleLoader: ModuleLoader = {
  async load(folder, file) {
    const path = findFile(folder, file);
    if (path.endsWith('.ts')) await loadTypeScriptSupport();
    const generation = currentGeneration(folder);
    // The build has tied a plugin of its own to the host's doors: then only a reload needs the hook, and its thread.
    if (generation > 0 || !isBuiltIn(folder)) installHook();
    const url = pathToFileURL(path);
    if (generation > 0 || !isModuleScope(folder)) {
      const depth = pathToFileURL(folder).pathname.split('/').length;
      url.searchParams.set('hot', `${generation}.${depth}`);
    }
    return (await import(url.href)) as Readonly<Record<string, unknown>>;
  },
  invalidate(folder) {
    const generation = generations.get(folder);
    if (generation) generation.number += 1;
  },
};

/** The file itself, or the `.js` that it was built to. */
function findFile(folder: string, file: string): string {
  const path = join(folder, file);
  const candidates = file.endsWith('.ts') ? [path, path.replace(/\.ts$/, '.js')] : [path];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found) return found;
  throw new HeadframeError(
    'BAD_MANIFEST',
    `${folder}: the manifest names ${file}, but there is no such file`,
  );
}

function installHook(): void {
  if (hookInstalled) return;
  hookInstalled = true;
  const hook = join(codeRoot, 'core/plugin', `resolve-hook${fromSource ? '.ts' : '.js'}`);
  register(pathToFileURL(hook), { data: { doors: doors() } });
}

async function loadTypeScriptSupport(): Promise<void> {
  if (typescriptReady) return;
  typescriptReady = true;
  const { register: registerTsx } = await import('tsx/esm/api');
  registerTsx();
  // The hook that came last is asked first, and tsx by itself takes a plugin's .ts for CommonJS.
  hookInstalled = false;
}

function currentGeneration(folder: string): number {
  // The files of the package stay as they are while it runs.
  const fingerprint = isBuiltIn(folder) ? '' : fingerprintOf(folder);
  const known = generations.get(folder);
  if (!known) generations.set(folder, { number: 0, fingerprint });
  else if (known.fingerprint !== fingerprint) {
    known.number += 1;
    known.fingerprint = fingerprint;
  }
  return known?.number ?? 0;
}

/** Names, sizes and times of the folder's own files: changes whenever one of them does. */
function fingerprintOf(folder: string): string {
  const lines: string[] = [];
  const walk = (current: string): void => {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      const path = join(current, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && !NEVER_LOADED.test(entry.name)) {
        const { mtimeMs, size } = statSync(path);
        lines.push(`${relative(folder, path)} ${mtimeMs} ${size}`);
      }
      if (lines.length > MAX_FILES) {
        throw new HeadframeError(
          'BAD_MANIFEST',
          `${folder} has more than ${MAX_FILES} files: that is no plugin's folder`,
        );
      }
    }
  };
  walk(folder);
  return lines.sort().join('\n');
}

/** Whether Node itself takes the folder's modules for ESM. */
function isModuleScope(start: string): boolean {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file))
      return (JSON.parse(readFileSync(file, 'utf8')) as { type?: string }).type === 'module';
    if (folder === dirname(folder)) return false;
  }
}
