import { describe } from './description.ts';
import type { RecycleBin } from './recycle-bin.ts';
import type { Variable } from './variable.ts';

/** One revision of a variable, as it is listed: time in seconds since 1970, size in bytes. */
export interface HistoryEntry {
  readonly revision: number;
  readonly provider: string;
  readonly time: number;
  readonly size: number;
  readonly preview: string;
  readonly current: boolean;
}

/** One deleted variable, as it is listed; `index` restores it. */
export interface DeletedEntry {
  readonly index: number;
  readonly name: string;
  /** Who deleted it, and when. */
  readonly provider: string;
  readonly time: number;
  /** Bytes of all its revisions. */
  readonly size: number;
}

/** A variable's revisions, oldest first; those after the current one are what redo reaches. */
export function historyOf({ history }: Variable): HistoryEntry[] {
  return history.revisions().map((one) => ({
    revision: one.revision,
    provider: one.provider,
    time: one.time / 1000,
    size: one.size,
    preview: describe(one).preview,
    current: one === history.current,
  }));
}

/** The deleted variables, oldest first. */
export function recycleBinOf(bin: RecycleBin): DeletedEntry[] {
  return bin.entries().map(({ index, variable, provider, time, size }) => ({
    index,
    name: variable.name,
    provider,
    time: time / 1000,
    size,
  }));
}
