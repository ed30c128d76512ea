import { join } from 'node:path';
import type { ToValue } from './batch-codec.ts';
import type { Blobs } from './blobs.ts';
import type { Recovery, RecoveryTarget } from './engine.ts';
import { corrupt, fileError } from './errors.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import { type Generations, logsToRead } from './generations.ts';
import { LogFile } from './log-file.ts';
import { type LogReading, type NamedBlob, readLog } from './read-logs.ts';
import { readSnapshot } from './snapshot-file.ts';
import { endOfContent, judgeTail, type Tail } from './tail.ts';
import { readWhole, using, writeWhole } from './whole.ts';

/** A log that has been read to its end, open, with what is to be cut from it. */
export interface ReadLog {
  readonly log: LogFile;
  readonly reading: LogReading;
  readonly tail: Tail;
  readonly recovery: Recovery;
  /** Blobs of records that may not have been on disk. */
  readonly unsynced: readonly NamedBlob[];
  /** The revision of the snapshot that it began with; 0 without one. */
  readonly since: number;
}

/**
 * Reads the last snapshot and the logs after it into a target. Changes nothing on disk. Throws
 * `STORAGE_CORRUPT`, `STORAGE_NEWER`, `IO_FAILED`; gives nothing where there are no files.
 */
export function readGenerations(
  files: FileSystem,
  folder: string,
  found: Generations,
  toValue: ToValue,
  target: RecoveryTarget,
  boot: string,
): ReadLog | undefined {
  const generations = logsToRead(folder, found);
  const last = generations.at(-1);
  if (last === undefined) return undefined;
  const snapshot = found.snapshots.at(-1);
  const start = snapshot === undefined ? undefined : readSnapshot(files, folder, snapshot, toValue, target);
  const since = start?.revision ?? 0;
  let bytes = start?.bytes ?? 0;
  let records = 0;
  for (const generation of generations) {
    const log = LogFile.open(files, folder, generation);
    try {
      target.limits(log.header.limits);
      const reading = readLog(log, toValue, target);
      bytes += reading.stop;
      records += reading.records;
      if (generation === last) {
        target.end();
        const tail = judgeTail(files, log, reading.stop, reading.synced);
        const lost = tail.lost || (!reading.closed && reading.boot !== boot);
        const recovery: Recovery = { fresh: false, records, bytes, cut: tail.bytes, lost };
        return { log, reading, tail, recovery, unsynced: reading.unsynced, since };
      }
      if (endOfContent(files, log, reading.stop) !== reading.stop)
        throw corrupt(log.path, reading.stop, 'a record is damaged');
    } catch (error) {
      log.close();
      throw fileError(log.path, error);
    }
    log.close();
  }
  return undefined;
}

/** Cuts a log; what is whole behind the cut is kept in a file beside it. Throws Node's errors. */
export function cutLog(files: FileSystem, folder: string, log: LogFile, offset: number, keep: boolean): void {
  if (log.size === offset) return;
  if (keep) {
    const bytes = Buffer.alloc(log.size - offset);
    readWhole(files, log.fd, bytes, offset);
    const path = join(folder, `cut-${log.header.generation}-${offset}`);
    using(files, files.open(path, OPEN.create, 0o600), (fd) => {
      writeWhole(files, fd, bytes, 0);
      files.sync(fd);
    });
  }
  log.cut(offset);
}

/** Where the first record begins whose blob is needed and is not whole: it was being written when the machine died. Throws `IO_FAILED`. */
export function firstDamaged({ unsynced }: ReadLog, blobs: Blobs): number | undefined {
  return unsynced.find(({ blob }) => blobs.held.has(blob.id) && !blobs.files.isWhole(blob))?.start;
}
