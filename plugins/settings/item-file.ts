import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, HeadframeError, messageOf, writeFileAtomic } from 'headframe';

/** The folders of a plugin's own settings files: what it ships, and what the user has changed. */
export interface ItemFolders {
  readonly defaults: string;
  readonly user: string;
}

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.json$/;
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype', 'then', 'toJSON', ''];
const MAX_BYTES = 1024 * 1024;

/** Reads and writes single items (`SECTION/KEY`) of JSON files. Writes to one file queue. */
export class ItemFiles {
  readonly #writes = new Map<string, Promise<void>>();

  /** An item's value, or `undefined`. Throws `BAD_ARGUMENT`, `IO_FAILED`. */
  async read(folders: ItemFolders, file: string, item: string, mode: 'user' | 'default'): Promise<unknown> {
    const path = parseItem(item);
    const name = checkName(file);
    const own = mode === 'user' ? find(await readObject(join(folders.user, name)), path) : undefined;
    return own === undefined ? find(await readObject(join(folders.defaults, name)), path) : own;
  }

  /** Writes an item of the user's file. Throws `BAD_ARGUMENT`, `IO_FAILED`. */
  async write(folder: string, file: string, item: string, value: unknown): Promise<void> {
    const path = parseItem(item);
    const target = join(folder, checkName(file));
    const write = async (): Promise<void> => {
      const text = `${JSON.stringify(put(await readObject(target), path, value), null, 2)}\n`;
      if (text.length > MAX_BYTES)
        throw new HeadframeError('BAD_ARGUMENT', `${file} would be larger than 1 MiB`);
      await writeFileAtomic(target, text);
    };
    const before = this.#writes.get(target) ?? Promise.resolve();
    const mine = before.then(write, write);
    this.#writes.set(target, mine);
    try {
      await mine;
    } finally {
      if (this.#writes.get(target) === mine) this.#writes.delete(target);
    }
  }
}

function checkName(file: string): string {
  if (FILE_NAME.test(file)) return file;
  throw new HeadframeError(
    'BAD_ARGUMENT',
    `${JSON.stringify(file)} is no plain file name that ends in .json`,
  );
}

function parseItem(item: string): string[] {
  const path = item.split('/');
  if (!path.some((key) => FORBIDDEN.includes(key))) return path;
  throw new HeadframeError('BAD_ARGUMENT', `${JSON.stringify(item)} is no item; write KEY or SECTION/KEY`);
}

async function readObject(file: string): Promise<object> {
  try {
    if ((await stat(file)).size > MAX_BYTES) throw new Error('it is larger than 1 MiB');
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new Error('it holds no JSON object');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw new HeadframeError('IO_FAILED', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function find(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

function put(object: unknown, [key = '', ...rest]: readonly string[], value: unknown): object {
  const base = typeof object === 'object' && object !== null && !Array.isArray(object) ? object : {};
  return { ...base, [key]: rest.length === 0 ? value : put(find(base, [key]), rest, value) };
}
