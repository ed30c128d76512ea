import type { Batch } from '../mutations/mutation.ts';
import type { SleepingVariable, StoreFilling } from '../store-filling.ts';
import type { StoreImage } from '../store-image.ts';
import type { ReplayLimits } from './file-header.ts';

/** What a recovery found, for the log. */
export interface Recovery {
  /** There was nothing: the store begins empty. */
  readonly fresh: boolean;
  /** Records read, and the bytes of them. */
  readonly records: number;
  readonly bytes: number;
  /** Bytes cut from the end: what was being written when the host or the machine died. */
  readonly cut: number;
  /** Changes that had been announced may be missing: the machine died before they were on disk. */
  readonly lost: boolean;
}

/** A record of a log that writes one value, which is no file. */
export interface Creation extends SleepingVariable {
  readonly provider: string;
  /** The workspace's revision before it. */
  readonly base: number;
}

/** What a recovery is told, in order: perhaps an image, then the batches after it. */
export interface RecoveryTarget {
  /** Nothing has been told yet, or what was told does not count. */
  begin(): void;
  /** The limits under which what follows was changed. */
  limits(limits: ReplayLimits): void;
  /** What takes an image, part by part. */
  image(): StoreFilling;
  batch(batch: Batch): void;
  /** A record that may create a variable, without having been read further; false when it has to be: `batch` is called then. */
  create(creation: Creation): boolean;
  /** All has been told. */
  end(): void;
}

/**
 * Where a workspace's changes are kept. Compare and set is the store's business above it; an engine
 * keeps batches in the order in which it is given them.
 */
export interface Engine {
  /** Reads what was kept and gets ready to append. Throws `STORAGE_CORRUPT`, `STORAGE_NEWER`, `IO_FAILED`, and changes nothing then. */
  recover(target: RecoveryTarget): Recovery;
  /** From now on changes are made under these limits. Throws `DISK_FULL`, `IO_FAILED`, `STORAGE_FAILED`. */
  relimit(limits: ReplayLimits): void;
  /**
   * Keeps a batch: it survives the end of this process when this returns, and a loss of power a second
   * later. Throws `DISK_FULL`, `IO_FAILED`, `STORAGE_FAILED`; nothing of it is kept then.
   */
  append(batch: Batch): void;
  /** Resolves when all that was appended survives a loss of power. Rejects with `STORAGE_FAILED`. */
  synced(): Promise<void>;
  /** The batches after a revision, oldest first; nothing when it does not reach back so far. */
  read(since: number): Iterable<Batch> | undefined;
  /** Calls back with each batch when it has been appended; returns what ends that. */
  watch(listener: (batch: Batch) => void): () => void;
  /** Replaces what is kept by an image, taken by `capture` when its turn has come. */
  snapshot(capture: () => StoreImage): Promise<void>;
  /** Puts all on disk and lets go of it. */
  close(): Promise<void>;
}
