import { copyFileSync, cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundlePage } from '../bundle.ts';

/** The folders whose TypeScript becomes JavaScript, a module for a module. */
const SOURCES = ['core', 'cli', 'codec', 'framed', 'plugins', 'clients', 'scripts', 'test', 'bench'];
/** What the modules read, as it is. */
const READ = ['docs', 'schemas', 'bin', 'examples', 'README.md', 'CHANGELOG.md', 'SECURITY.md'];
const MODULE = /(?<!\.d)\.tsx?$/;

/**
 * Writes the sources and the tests as JavaScript into `folder`, in the shape of the built package: `package.json`,
 * and below `dist/` a module for each one of the sources. Node loads them without a hook, which takes a
 * quarter of the time; and each module is there once, whichever test asks for it.
 */
export async function buildTests(folder: string): Promise<void> {
  const out = join(folder, 'dist');
  const modules: string[] = [];
  for (const source of SOURCES) modules.push(...copy(source, out));
  await build({
    entryPoints: modules,
    outbase: '.',
    outdir: out,
    bundle: true,
    treeShaking: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [moduleForModule],
  });
  await bundlePage(out);
  for (const name of READ) symlinkSync(resolve(name), join(out, name));
  copyFileSync('package.json', join(folder, 'package.json'));
  symlinkSync(resolve('schemas'), join(folder, 'schemas'));
}

/** Leaves every import where it is, with the ending of what the module becomes. */
const moduleForModule: Plugin = {
  name: 'module-for-module',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, kind }) => {
      if (kind === 'entry-point') return undefined;
      return { path: path.startsWith('.') ? path.replace(MODULE, '.js') : path, external: true };
    });
  },
};

/** Copies what is no TypeScript below a folder, a folder without any as a link; gives the modules that there are. */
function copy(source: string, out: string): string[] {
  const entries = readdirSync(source, { withFileTypes: true, recursive: true });
  const isModule = (name: string): boolean => MODULE.test(name);
  if (!entries.some(({ name }) => isModule(name)) || source === 'test/fixtures') {
    mkdirSync(join(out, dirname(source)), { recursive: true });
    symlinkSync(resolve(source), join(out, source));
    return [];
  }
  mkdirSync(join(out, source), { recursive: true });
  return readdirSync(source, { withFileTypes: true }).flatMap((entry) => {
    const path = join(source, entry.name);
    // What a test that runs now has written for itself.
    if (entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return copy(path, out);
    if (isModule(entry.name)) return [path];
    if (extname(entry.name) !== '') cpSync(path, join(out, path));
    return [];
  });
}
