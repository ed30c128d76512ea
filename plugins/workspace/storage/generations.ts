import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { bootName } from './boot.ts';
import { corrupt } from './errors.ts';
import { encodeHeader, type FileHeader, type ReplayLimits } from './file-header.ts';
import { type FileSystem, OPEN } from './file-system.ts';
import { syncFolder, using, writeWhole } from './whole.ts';

const FILE_MODE = 0o600;
const NAME = /^(log|snapshot)-(\d{1,12})$/;
/** Ends the name of a file that is being written. */
export const TEMPORARY = '.tmp';

/** Which files there are: numbers in ascending order, and names of what was never completed. */
export interface Generations {
  readonly logs: readonly number[];
  readonly snapshots: readonly number[];
  readonly temporaries: readonly string[];
}

/**
 * The file of a generation. `log-n` has the changes since generation n began, `snapshot-n` what there
 * was at its begin; generation 1 began empty.
 */
export function generationFile(folder: string, kind: FileHeader['kind'], generation: number): string {
  return join(folder, `${kind}-${generation}`);
}

/** Lists the files of a folder. */
export function listGenerations(files: FileSystem, folder: string): Generations {
  const names = files.list(folder);
  const numbers = (kind: string): number[] =>
    names
      .flatMap((name) => {
        const match = NAME.exec(name);
        return match?.[1] === kind ? [Number(match[2])] : [];
      })
      .sort((a, b) => a - b);
  return {
    logs: numbers('log'),
    snapshots: numbers('snapshot'),
    temporaries: names.filter((name) => name.endsWith(TEMPORARY)),
  };
}

/** The logs to be read after the last snapshot. Throws `STORAGE_CORRUPT` when one is missing. */
export function logsToRead(folder: string, { logs, snapshots }: Generations): readonly number[] {
  const first = snapshots.at(-1) ?? 1;
  const wanted = logs.filter((generation) => generation >= first);
  const complete = wanted.every((generation, index) => generation === first + index);
  if (complete && (wanted.length > 0 || (logs.length === 0 && snapshots.length === 0))) return wanted;
  throw corrupt(generationFile(folder, 'log', first), 0, 'the file, or one after it, is missing');
}

/** A header for a new file. */
export function newHeader(kind: FileHeader['kind'], generation: number, limits: ReplayLimits): FileHeader {
  const { history, recycleBin, historyBytes, changes } = limits;
  const kept = { history, recycleBin, historyBytes, changes };
  return { kind, generation, seed: randomInt(2 ** 32), boot: bootName(), limits: kept };
}

/** Creates a file with its header under a temporary name; returns it open, and where its records begin. */
export function createTemporary(
  files: FileSystem,
  path: string,
  header: FileHeader,
): { fd: number; end: number } {
  const bytes = encodeHeader(header);
  const temporary = path + TEMPORARY;
  const fd = files.open(temporary, OPEN.create, FILE_MODE);
  try {
    writeWhole(files, fd, bytes, 0);
  } catch (error) {
    using(files, fd, () => files.remove(temporary));
    throw error;
  }
  return { fd, end: bytes.byteLength };
}

/** Gives a file that is on disk its name, for good. */
export function completeTemporary(files: FileSystem, folder: string, path: string): void {
  files.rename(path + TEMPORARY, path);
  syncFolder(files, folder);
}

/** Removes the file under its temporary name. */
export function removeTemporary(files: FileSystem, path: string): void {
  files.remove(path + TEMPORARY);
}

/** Files of generations before the last snapshot. */
export function outdated(folder: string, { logs, snapshots }: Generations): string[] {
  const first = snapshots.at(-1) ?? 0;
  const before = (kind: 'log' | 'snapshot', numbers: readonly number[]): string[] =>
    numbers.filter((generation) => generation < first).map((one) => generationFile(folder, kind, one));
  return [...before('log', logs), ...before('snapshot', snapshots)];
}
