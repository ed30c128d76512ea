import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packHeadframe } from '../docs/packed.ts';

/** The package in a folder, as it is published: built, and with none of its dependencies. */
export class BuiltPackage {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Unpacks it into a folder. */
  static async unpack(folder: string): Promise<BuiltPackage> {
    const tarball = await packHeadframe();
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
    return new BuiltPackage(folder);
  }

  /** The file that `headframe` runs. */
  get bin(): string {
    return join(this.folder, 'bin/headframe.js');
  }

  /** Makes the dependencies available. */
  installDependencies(): void {
    symlinkSync(resolve('node_modules'), join(this.folder, 'node_modules'));
  }
}
