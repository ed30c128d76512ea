import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A plugin's folder as it is on disk. */
export interface SourceTree {
  /** The folder and all below it that may hold sources. */
  readonly folders: readonly string[];
  /** Changes whenever the content, the name or the number of its sources does. */
  readonly hash: string;
}

const SOURCE = /\.([mc]?[jt]sx?|json)$/;
const MAX_FILES = 10_000;

/** Reads the sources of a folder: modules and JSON files, but for `node_modules` and names that begin with a dot. */
export async function readSourceTree(root: string): Promise<SourceTree> {
  const hash = createHash('sha256');
  const folders: string[] = [];
  let files = 0;
  const walk = async (folder: string): Promise<void> => {
    folders.push(folder);
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && SOURCE.test(entry.name)) {
        files += 1;
        if (files > MAX_FILES) throw new Error(`${root} has more than ${MAX_FILES} sources`);
        hash
          .update(`${relative(root, path)}\0`)
          .update(await readFile(path))
          .update('\0');
      }
    }
  };
  await walk(root);
  return { folders, hash: hash.digest('hex') };
}
