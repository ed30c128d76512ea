import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild';
import { browserOptions, pageOptions } from '../plugins/web-inspector/page-options.ts';
import { packageDoors } from './package-doors.ts';

/** The files of the host that are started by their path, beside the package's doors. */
const STARTED = ['cli/main.ts', 'core/plugin/resolve-hook.ts'];

/** Modules of a plugin that are loaded by their path: by the host, by the command line to verify what is on disk, as threads. */
const ENTRIES = ['main.ts', 'interface.ts', 'verify.ts', 'conversion-worker.ts'];

/** The door for browsers, which is a bundle of its own. */
const BROWSER_DOOR = 'clients/browser/index.ts';

/** The sources of the inspector's page. */
const PAGE = 'plugins/web-inspector/page';

/** Packages that are loaded when somebody asks for what they do; every other one is part of the bundle. */
const ON_DEMAND = ['esbuild', 'koffi', 'pino-pretty', 'tsx', 'yauzl'];

const REQUIRE =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

/** What esbuild gives functions and classes their names by, and what it becomes: see {@link nameClassesAlone}. */
const NAMING = 'var __name = (target, value) => __defProp(target, "name", { value, configurable: true });';
const NAMING_CLASSES = NAMING.replace('=> ', '=> target.prototype === void 0 ? target : ');

const OPTIONS: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  splitting: true,
  sourcemap: true,
  metafile: true,
  keepNames: true,
  logLevel: 'warning',
  // Bundled packages that are CommonJS ask for Node's own modules by require.
  banner: { js: REQUIRE },
  mainFields: ['module', 'main'],
  external: ON_DEMAND,
};

/**
 * Bundles the host: a module for each of the package's doors, the CLI, and what they share in `chunks/` of `out`,
 * so that each module exists once. `validators` is the text of the module with the validators that are
 * compiled in advance. Returns the files that went in.
 */
export async function bundleHost(validators: string, out: string): Promise<string[]> {
  const doors = [...packageDoors().values()].filter(
    (file) => !file.startsWith('plugins/') && file !== BROWSER_DOOR,
  );
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [...new Set([...doors, ...STARTED])],
    outbase: '.',
    outdir: out,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [withValidators((await transform(validators, { minify: true })).code)],
  });
  return nameClassesAlone(metafile);
}

/**
 * Bundles a built-in plugin into its own folder of `out`, so that a reload finds all of it there: the
 * modules that are loaded by their path, and the package's doors. The host's doors stay outside, where the host has them.
 * Returns the files that went in.
 */
export async function bundlePlugin(folder: string, out: string): Promise<string[]> {
  const doors = packageDoors();
  const own = [...doors.values()].filter((file) => dirname(file) === folder);
  const entries = ENTRIES.map((file) => posix.join(folder, file)).filter(existsSync);
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [...new Set([...entries, ...own])],
    outdir: join(out, folder),
    plugins: [withDoors(doors, folder)],
  });
  return nameClassesAlone(metafile);
}

/**
 * Leaves the functions of a bundle without esbuild's own names for them: it gives an arrow function its name each
 * time that one is made, which takes as long as a small request does otherwise. Returns the files that went in.
 */
function nameClassesAlone(metafile: Metafile | undefined): string[] {
  const { inputs = {}, outputs = {} } = metafile ?? {};
  let named = 0;
  for (const path of Object.keys(outputs).filter((one) => one.endsWith('.js'))) {
    const code = readFileSync(path, 'utf8');
    if (!code.includes(NAMING)) continue;
    writeFileSync(path, code.replace(NAMING, NAMING_CLASSES));
    named++;
  }
  if (named !== 1) throw new Error(`${named} modules of a bundle say how names are given, and not one`);
  return Object.keys(inputs);
}

/** Bundles the client for browsers. Returns the files that went in. */
export async function bundleBrowserClient(out: string): Promise<string[]> {
  const { metafile } = await build({
    ...browserOptions(process.cwd()),
    entryPoints: [BROWSER_DOOR],
    outdir: join(out, dirname(BROWSER_DOOR)),
    sourcemap: true,
  });
  return Object.keys(metafile?.inputs ?? {});
}

/** Bundles the inspector's page, and what a panel's frame begins with. Returns the files that went in. */
export async function bundlePage(out: string): Promise<string[]> {
  const options = { ...pageOptions(process.cwd()), outdir: join(out, PAGE) };
  const page = await build(options);
  const frame = await build({
    ...options,
    entryPoints: { frame: join(PAGE, 'panels/frame.ts') },
    splitting: false,
  });
  cpSync(join(PAGE, 'index.html'), join(out, PAGE, 'index.html'));
  return [page, frame].flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
}

/** The folders of the built-in plugins. */
export function pluginFolders(): string[] {
  return readdirSync('plugins')
    .map((name) => posix.join('plugins', name))
    .filter((folder) => existsSync(join(folder, 'plugin.json')));
}

function withDoors(doors: ReadonlyMap<string, string>, folder: string): Plugin {
  return {
    name: 'doors',
    setup({ onResolve }) {
      onResolve({ filter: /^headframe(\/|$)/ }, ({ path }) => {
        const door = doors.get(path);
        if (door === undefined) return { errors: [{ text: `${path} is no door of the package` }] };
        return { path: posix.relative(folder, door).replace(/\.ts$/, '.js'), external: true };
      });
    },
  };
}

function withValidators(contents: string): Plugin {
  return {
    name: 'validators',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]precompiled-validators\.ts$/ }, ({ path }) => ({
        contents,
        resolveDir: dirname(path),
        loader: 'js',
      }));
    },
  };
}
