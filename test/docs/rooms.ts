import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { NOT_COPIED } from './packed.ts';

/** The rooms of the house that hold code of which others are made. */
const WITH_IMPORTS = ['bin', 'core', 'codec', 'framed', 'plugins', 'clients', 'cli', 'examples'];

/** The folders at the top, and those of the plugins and of the clients. */
export function findRooms(): string[] {
  const top = foldersOf('.').filter((name) => !name.startsWith('.') && !NOT_COPIED.has(name));
  const inner = ['plugins', 'clients'].flatMap((room) => foldersOf(room).map((name) => `${room}/${name}`));
  return [...top, ...inner].sort();
}

/** Which room imports something of which other room, each pair once as `cli → core`. */
export function findImports(): string[] {
  const doors = readDoors();
  const pairs = WITH_IMPORTS.flatMap((room) =>
    filesBelow(room).flatMap((file) =>
      specifiersOf(readFileSync(file, 'utf8')).flatMap((specifier) => {
        const target = specifier.startsWith('.')
          ? posix.normalize(posix.join(dirname(file), specifier))
          : doors.get(specifier);
        const other = target?.split('/')[0];
        return other === undefined || other === room || other === '..' ? [] : [`${room} → ${other}`];
      }),
    ),
  );
  return [...new Set(pairs)].sort();
}

function specifiersOf(text: string): string[] {
  return [...text.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
}

function readDoors(): Map<string, string> {
  const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as {
    readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly string[]>> };
  };
  return new Map(
    Object.entries(compilerOptions.paths).map(([name, [file = '']]) => [name, file.replace(/^\.\//, '')]),
  );
}

function foldersOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|js)$/.test(file))
    .map((file) => join(folder, file));
}
