import { corrupt } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import type { LogFile } from './log-file.ts';
import { findRecord } from './scan.ts';
import { readWhole } from './whole.ts';

const PAGE_BYTES = 4096;
const WINDOW_BYTES = 1024 * 1024;
const EMPTY_PAGE = Buffer.alloc(PAGE_BYTES);

/** What a log ends with. */
export interface Tail {
  /** Bytes after the last intact record, without the room ahead: the zeros with which a log may end. */
  readonly bytes: number;
  /** Whole records stand behind the damage: they were announced, and are lost. */
  readonly lost: boolean;
}

/**
 * Judges what stands after the last intact record of the last log. A record that was being written when
 * the host died has nothing intact behind it. After a loss of power pages may be missing among those that
 * were not synced: they read as zeros, and what stands behind them cannot be used. Anything else is
 * damage. Throws `STORAGE_CORRUPT`.
 *
 * `synced`: everything before this offset had been on disk.
 */
export function judgeTail(files: FileSystem, log: LogFile, stop: number, synced: number): Tail {
  const { path } = log;
  const bytes = endOfContent(files, log, stop) - stop;
  if (bytes === 0) return { bytes, lost: false };
  if (stop < synced) throw corrupt(path, stop, 'a record that had been on disk is damaged');
  const next = findRecord(files, log.fd, log.header.seed, stop);
  if (next === undefined) return { bytes, lost: false };
  if (!hasMissingPage(files, log.fd, stop, next)) {
    throw corrupt(path, stop, `a record is damaged, and intact ones follow at byte ${next}`);
  }
  return { bytes, lost: true };
}

/** Where the zeros begin with which a log may end, which are room for further records; `stop`: where its records end. */
export function endOfContent(files: FileSystem, { size, fd }: LogFile, stop: number): number {
  const window = Buffer.alloc(Math.min(WINDOW_BYTES, Math.max(0, size - stop)));
  for (let end = size; end > stop; ) {
    const start = Math.max(stop, end - window.byteLength);
    const part = window.subarray(0, end - start);
    readWhole(files, fd, part, start);
    const content = withoutZeros(part);
    if (content > 0) return start + content;
    end = start;
  }
  return stop;
}

/** How many bytes there are before the zeros at the end. */
function withoutZeros(bytes: Buffer): number {
  for (let end = bytes.byteLength; end > 0; ) {
    const start = Math.max(0, end - PAGE_BYTES);
    const page = bytes.subarray(start, end);
    if (!isEmpty(page)) return start + page.findLastIndex((byte) => byte !== 0) + 1;
    end = start;
  }
  return 0;
}

/** Whether between two offsets there is a page that was never written: zeros up to its end. */
function hasMissingPage(files: FileSystem, fd: number, from: number, to: number): boolean {
  const bytes = Buffer.alloc(PAGE_BYTES);
  for (let page = Math.floor(from / PAGE_BYTES) * PAGE_BYTES; page < to; page += PAGE_BYTES) {
    const start = Math.max(from, page);
    const part = bytes.subarray(0, Math.min(page + PAGE_BYTES, to) - start);
    readWhole(files, fd, part, start);
    if (part.byteLength > 0 && isEmpty(part)) return true;
  }
  return false;
}

/** Whether a page, or the part of one, holds zeros alone. */
function isEmpty(page: Buffer): boolean {
  return page.equals(EMPTY_PAGE.subarray(0, page.byteLength));
}
