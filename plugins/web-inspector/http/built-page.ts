import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PageFile, type PageFiles, pageFile } from './page-files.ts';

/** The page as it was built: what lies in its folder and below, and nothing else. Files are read once. */
export class BuiltPage implements PageFiles {
  readonly #files: ReadonlyMap<string, string>;
  readonly #read = new Map<string, Promise<PageFile>>();

  constructor(folder: string) {
    this.#files = new Map(listFiles(folder, ''));
  }

  async find(path: string): Promise<PageFile | undefined> {
    const file = this.#files.get(path);
    if (file === undefined) return undefined;
    const reading = this.#read.get(path) ?? readFile(file).then((bytes) => pageFile(path, bytes));
    this.#read.set(path, reading);
    return reading;
  }
}

function listFiles(folder: string, path: string): [path: string, file: string][] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(folder, below);
    return entry.isFile() ? [[below, join(folder, below)] as [string, string]] : [];
  });
}
