import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Break, occurrences } from '../../guarantees/breaks/break.ts';

const MAX_LIST_BYTES = 16 * 1024 * 1024;

/** A copy of what the working tree has and git does not ignore, with its packages linked; it is changed instead of it. */
export class Checkout {
  readonly folder: string;

  /** `folder` is made. */
  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const files = execFileSync('git', list, { encoding: 'utf8', maxBuffer: MAX_LIST_BYTES }).split('\0');
    for (const file of files.filter((one) => one !== '' && existsSync(one))) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      cpSync(file, join(folder, file), { verbatimSymlinks: true });
    }
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  }

  /** Runs `action` while a guarantee is broken. Throws when the text to be replaced is not there exactly once. */
  async whileBroken<T>({ id, file, find, replace }: Break, action: () => Promise<T>): Promise<T> {
    const path = join(this.folder, file);
    const source = readFileSync(path, 'utf8');
    const found = occurrences(source, find);
    if (found !== 1) throw new Error(`${id}: ${file} has ${JSON.stringify(find)} ${found} times, not once`);
    writeFileSync(
      path,
      source.replace(find, () => replace),
    );
    try {
      return await action();
    } finally {
      writeFileSync(path, source);
    }
  }
}
