import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/** The folder of the `headframe` package, above `core/` in source and above `dist/` when built. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Whether the host runs from its TypeScript sources. */
export const fromSource: boolean = import.meta.url.endsWith('.ts');

/** The folder that holds `core/` and `plugins/` of the running host. */
export const codeRoot: string = fromSource ? packageRoot : join(packageRoot, 'dist');

const packageJson = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as PackageJson;

/** The host's version. */
export const hostVersion: string = packageJson.version;

/**
 * The package's doors as the running host has them: import specifier (`headframe`,
 * `headframe/codec`, …) → file URL.
 */
export function doors(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, target] of Object.entries(packageJson.exports)) {
    const built = typeof target === 'string' ? target : target.default;
    const file = fromSource ? built.replace('./dist/', './').replace(/\.js$/, '.ts') : built;
    found[path.replace('.', packageJson.name)] = pathToFileURL(join(packageRoot, file)).href;
  }
  return found;
}

/** Whether a plugin's folder is one of the built package: its files are what the build has checked, and stay as they are. */
export function isBuiltIn(folder: string): boolean {
  return !fromSource && dirname(folder) === join(codeRoot, 'plugins');
}

/** Reads one of the package's published JSON Schemas. */
export function readSchema(name: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(packageRoot, 'schemas', `${name}.schema.json`), 'utf8'));
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json above ${start}`);
  }
}
