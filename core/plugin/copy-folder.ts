import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadframeError } from '../errors.ts';
import { MAX_ENTRIES, MAX_UNPACKED_BYTES } from './archive-entries.ts';

/**
 * Copies a plugin's folder to where nothing is yet, without `node_modules` and hidden files. Links are
 * refused: what they point to may be gone tomorrow. Throws `BAD_ARGUMENT`.
 */
export async function copyPluginFolder(source: string, target: string): Promise<void> {
  let entries = 0;
  let bytes = 0;
  const copy = async (from: string, to: string): Promise<void> => {
    await mkdir(to);
    for (const entry of await readdir(from, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      const path = join(from, entry.name);
      entries += 1;
      if (entries > MAX_ENTRIES) throw tooBig(source, `${MAX_ENTRIES} files`);
      if (entry.isDirectory()) await copy(path, join(to, entry.name));
      else if (entry.isFile()) {
        bytes += (await stat(path)).size;
        if (bytes > MAX_UNPACKED_BYTES) throw tooBig(source, `${MAX_UNPACKED_BYTES} bytes`);
        await copyFile(path, join(to, entry.name));
      } else
        throw new HeadframeError('BAD_ARGUMENT', `${path} is neither a file nor a folder: it is not copied`);
    }
  };
  await copy(source, target);
}

function tooBig(source: string, limit: string): HeadframeError {
  return new HeadframeError('BAD_ARGUMENT', `${source} has more than ${limit}: that is no plugin's folder`);
}
