import type { FileSystem } from './file-system.ts';

/** Writes all of some bytes, however few the file takes at a time. */
export function writeWhole(files: FileSystem, fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength; ) {
    done += files.write(fd, bytes, done, bytes.byteLength - done, position + done);
  }
}

/** The same without keeping others waiting. */
export async function writeWholeLater(
  files: FileSystem,
  fd: number,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    done += await files.writeLater(fd, bytes.subarray(done), position + done);
  }
}

/** Fills a buffer from a file; returns how many bytes there were. */
export function readWhole(files: FileSystem, fd: number, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.byteLength) {
    const count = files.read(fd, into, done, into.byteLength - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** The same without keeping others waiting. */
export async function readWholeLater(
  files: FileSystem,
  fd: number,
  into: Uint8Array,
  position: number,
): Promise<number> {
  let done = 0;
  while (done < into.byteLength) {
    const count = await files.readLater(fd, into.subarray(done), position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Uses a file and closes it, whatever happens. */
export function using<T>(files: FileSystem, fd: number, use: (fd: number) => T): T {
  try {
    return use(fd);
  } finally {
    files.close(fd);
  }
}

/** Puts a folder's names on disk. */
export function syncFolder(files: FileSystem, folder: string): void {
  // Windows cannot open a folder; its names are durable by the file system's own journal.
  if (process.platform === 'win32') return;
  using(files, files.open(folder, 0), (fd) => files.sync(fd));
}
