import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = [
  'bin',
  'cli',
  'clients',
  'codec',
  'core',
  'framed',
  'plugins',
  'schemas',
  'scripts',
  'package.json',
];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json'];

/** A copy of the package in `folder`, built as `npm run build` does it, with none of its dependencies. */
export class BuiltPackage {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    for (const name of [...SOURCES, ...SETTINGS])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    this.installDependencies();
    execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), 'scripts/build.ts'], {
      cwd: folder,
      stdio: 'pipe',
    });
    rmSync(join(folder, 'node_modules'));
    // What is published has no sources.
    for (const name of ['cli', 'clients', 'codec', 'core', 'framed', 'plugins', 'scripts'])
      rmSync(join(folder, name), { recursive: true });
  }

  /** The file that `headframe` runs. */
  get bin(): string {
    return join(this.folder, 'bin/headframe.js');
  }

  /** Makes the dependencies available. */
  installDependencies(): void {
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }
}
