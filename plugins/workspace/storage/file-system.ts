import * as fs from 'node:fs';
import { constants, fdatasync, type Stats } from 'node:fs';
import { promisify } from 'node:util';

/** What `stat` tells that the storage looks at. */
export type FileState = Pick<Stats, 'size' | 'mode' | 'uid' | 'ino' | 'dev' | 'nlink'> & {
  isFile(): boolean;
};

/**
 * The file operations of the storage: all that it does on disk goes through one such object. Errors are
 * Node's own (`ENOSPC`, `EIO`, `ENOENT`, …). Positions and lengths are in bytes.
 */
export interface FileSystem {
  makeFolder(path: string, mode: number): void;
  list(folder: string): string[];
  open(path: string, flags: number, mode?: number): number;
  close(fd: number): void;
  state(fd: number): FileState;
  /** Of the name itself: a symbolic link is not followed. */
  stateOf(path: string): FileState;
  /** May read less; 0 at the end of the file. */
  read(fd: number, into: Uint8Array, offset: number, length: number, position: number): number;
  /** May write less. */
  write(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  truncate(fd: number, length: number): void;
  setMode(fd: number, mode: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Puts a file's content on disk, or a folder's names. */
  sync(fd: number): void;
  syncLater(fd: number): Promise<void>;
  readLater(fd: number, into: Uint8Array, position: number): Promise<number>;
  writeLater(fd: number, bytes: Uint8Array, position: number): Promise<number>;
  removeLater(path: string): Promise<void>;
}

/** How files are opened; none follows a symbolic link. */
export const OPEN = {
  read: constants.O_RDONLY | constants.O_NOFOLLOW,
  update: constants.O_RDWR | constants.O_NOFOLLOW,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
  /** Does not wait for the other end of a FIFO. */
  foreign: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
} as const;

const read = promisify(fs.read);
const write = promisify(fs.write);

/** The machine's files. */
export const nodeFileSystem: FileSystem = {
  makeFolder(path, mode) {
    fs.mkdirSync(path, { recursive: true, mode });
    fs.chmodSync(path, mode);
  },
  list: (folder) => fs.readdirSync(folder),
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  close: fs.closeSync,
  state: (fd) => fs.fstatSync(fd),
  stateOf: (path) => fs.lstatSync(path),
  read: fs.readSync,
  write: fs.writeSync,
  truncate: fs.ftruncateSync,
  setMode: fs.fchmodSync,
  rename: fs.renameSync,
  remove: fs.unlinkSync,
  sync: fs.fdatasyncSync,
  syncLater: promisify(fdatasync),
  async readLater(fd, into, position) {
    return (await read(fd, into, 0, into.byteLength, position)).bytesRead;
  },
  async writeLater(fd, bytes, position) {
    return (await write(fd, bytes, 0, bytes.byteLength, position)).bytesWritten;
  },
  removeLater: fs.promises.unlink,
};
