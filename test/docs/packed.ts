import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const NOT_PACKED = new Set(['node_modules', 'dist', '.git', 'coverage', '.headframe']);

/** Packs the package as `npm publish` would, in a copy of the checkout. Returns the tarball's path. */
export function packHeadframe(folder: string): string {
  const copy = join(folder, 'checkout');
  for (const name of readdirSync('.')) {
    if (!NOT_PACKED.has(name)) cpSync(name, join(copy, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (packed === undefined) throw new Error(`npm pack wrote nothing: ${output}`);
  return join(folder, packed);
}
