import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, HeadframeError, messageOf } from './errors.ts';

/** Settings of {@link writeFileAtomic}. */
export interface AtomicWriteOptions {
  /** Permissions of a file that does not exist yet; an existing file keeps its own. 0600 unless given. */
  readonly mode?: number;
  /** Called when the new content is on disk under a temporary name; a rejection leaves the old file in place. */
  readonly beforeRename?: () => Promise<void>;
}

const NEW_FILE_MODE = 0o600;
const PERMISSIONS = 0o777;

/**
 * Replaces a file's content so that at every moment, and after a loss of power, the file has either
 * the old content or the new: temporary file in the same folder, fsync, rename, fsync of the folder.
 * A symbolic link stays one; what it points to is replaced. Throws `IO_FAILED`, and what
 * `beforeRename` throws.
 */
export async function writeFileAtomic(
  file: string,
  content: string | Uint8Array,
  options: AtomicWriteOptions = {},
): Promise<void> {
  const target = await resolveLink(file);
  const mode = (await modeOf(target)) ?? options.mode ?? NEW_FILE_MODE;
  const temporary = join(
    dirname(target),
    `.${basename(target)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await attempt(file, () => writeSynced(temporary, content, mode));
    await options.beforeRename?.();
    await attempt(file, () => rename(temporary, target));
  } catch (error) {
    // The first error is the one to tell; the temporary file may not exist.
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await attempt(file, () => syncFolder(dirname(target)));
}

async function resolveLink(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return file;
    throw ioFailed(file, error);
  }
}

async function modeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mode & PERMISSIONS;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw ioFailed(file, error);
  }
}

async function writeSynced(file: string, content: string | Uint8Array, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  await closing(handle, async () => {
    await handle.writeFile(content);
    // The mode given to open() is cut by the process's umask.
    await handle.chmod(mode);
    await handle.sync();
  });
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its rename is durable by the file system's own journal.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await closing(handle, () => handle.sync());
}

async function closing(handle: FileHandle, use: () => Promise<void>): Promise<void> {
  try {
    await use();
  } finally {
    await handle.close();
  }
}

async function attempt(file: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw ioFailed(file, error);
  }
}

function ioFailed(file: string, error: unknown): HeadframeError {
  return new HeadframeError('IO_FAILED', `${file} was not written: ${messageOf(error)}`, {
    cause: error,
    data: { file },
  });
}
