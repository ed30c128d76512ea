import { join } from 'node:path';
import { codeOf, messageOf } from 'headframe';
import type { Revision } from '../revision.ts';
import type { StoredValue } from '../value.ts';
import { BlobFiles } from './blob-files.ts';
import { BlobValue, type ContentSource } from './blob-value.ts';
import { bootName } from './boot.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { listGenerations } from './generations.ts';
import { readGenerations } from './log-recovery.ts';
import { documentInMemory } from './open-document.ts';
import { type Account, Rebuilding } from './rebuilding.ts';

/** What a check of the files of a workspace found. It changes nothing. */
export interface StorageReport {
  /** What is wrong: code and message. Where there is nothing, every sum is right. */
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  /** Files of values that nobody needs: the next start removes them. */
  readonly orphans: readonly string[];
  /** Bytes at the end of the log that are no record: the next start cuts them off. */
  readonly tail: number;
  readonly records: number;
  /** Of the snapshot and the logs. */
  readonly bytes: number;
  readonly variables: number;
  readonly revision: number;
  /** Values that are files of their own, earlier revisions included. */
  readonly blobs: number;
}

/** Without limits of their own: the files say under which they were written. */
const LIMITS = {
  history: 1,
  recycleBin: 0,
  historyBytes: 0,
  changes: 1,
  maxVariables: Number.MAX_SAFE_INTEGER,
  maxValueBytes: Number.MAX_SAFE_INTEGER,
  maxTotalBytes: Number.MAX_SAFE_INTEGER,
};

/** Reads all files of a workspace and compares each sum. Throws `ENOENT` when there is no such folder. */
export function verifyStorage(folder: string, files: FileSystem = nodeFileSystem): StorageReport {
  const blobFiles = new BlobFiles(join(folder, 'blobs'), files);
  const held = new HeldBlobs();
  const rebuilding = new Rebuilding(LIMITS, held);
  const found = listGenerations(files, folder);
  const names = files.list(blobFiles.folder);
  const toValue = (blob: ConstructorParameters<typeof BlobValue>[0]) => new BlobValue(blob, NO_SOURCE);
  const problems: { code: string; message: string }[] = [];
  let [tail, records, bytes] = [0, 0, 0];
  try {
    const read = readGenerations(files, folder, found, toValue, rebuilding, bootName());
    if (read) ({ cut: tail, records, bytes } = read.recovery);
    read?.log.close();
  } catch (error) {
    problems.push({ code: codeOf(error), message: messageOf(error) });
  }
  for (const { value } of held.blobs.values()) {
    const problem = blobFiles.problem(value);
    if (problem !== undefined) problems.push({ code: 'STORAGE_DAMAGED', message: problem });
  }
  const { variables, changes } = rebuilding.store;
  return {
    problems,
    // What a damaged log names is not known.
    orphans: problems.some(({ code }) => code !== 'STORAGE_DAMAGED')
      ? []
      : names.filter((name) => !held.blobs.has(name)),
    tail,
    records,
    bytes,
    variables: variables.size,
    revision: changes.revision,
    blobs: held.blobs.size,
  };
}

const NO_BYTES = new Uint8Array();
const NO_SOURCE: ContentSource = {
  documentOf: () => NO_BYTES,
  buffersOf: () => [],
  openDocument: () => documentInMemory(NO_BYTES),
  loadDocument: async () => NO_BYTES,
};

/** The blobs that revisions hold, and how many hold each. */
class HeldBlobs implements Account {
  readonly blobs = new Map<string, { readonly value: BlobValue; readonly holds: number }>();

  reset(): void {
    this.blobs.clear();
  }

  kept({ value }: Revision): void {
    this.#count(value, 1);
  }

  keptAsleep(): void {
    // It is no file.
  }

  gone({ value }: Revision): void {
    this.#count(value, -1);
  }

  #count(value: StoredValue, by: number): void {
    if (!(value instanceof BlobValue)) return;
    const holds = (this.blobs.get(value.id)?.holds ?? 0) + by;
    if (holds > 0) this.blobs.set(value.id, { value, holds });
    else this.blobs.delete(value.id);
  }
}
