import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = ['bin', 'cli', 'codec', 'core', 'plugins', 'schemas', 'scripts', 'package.json'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json'];

/** A copy of the package in `folder`, built as `npm run build` does it, without tsx in its dependencies. */
export class BuiltPackage {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    for (const name of [...SOURCES, ...SETTINGS])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
    execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), 'scripts/build.ts'], {
      cwd: folder,
      stdio: 'pipe',
    });
    rmSync(join(modules, 'tsx'));
    // What is published has no sources.
    for (const name of ['cli', 'codec', 'core', 'plugins', 'scripts'])
      rmSync(join(folder, name), { recursive: true });
  }

  /** The file that `headframe` runs. */
  get bin(): string {
    return join(this.folder, 'bin/headframe.js');
  }

  /** Makes tsx available. */
  installTsx(): void {
    symlinkSync(join(ROOT, 'node_modules/tsx'), join(this.folder, 'node_modules/tsx'));
  }
}
