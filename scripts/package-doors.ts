import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

interface PackageJson {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/** The package's doors, of the repository whose folder is the working one: import specifier → source file. */
export function packageDoors(): Map<string, string> {
  const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
  const doors = Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const source = target.default.replace('./dist/', '').replace(/\.js$/, '.ts');
    return [[posix.join(name, path), source] as const];
  });
  return new Map(doors);
}
