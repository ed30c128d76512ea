import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { TestContext } from 'node:test';
import { crc32 } from 'node:zlib';
import { codeOf } from 'headframe';
import { createHooks } from '../../plugins/workspace/hooks.ts';
import { BlobValue } from '../../plugins/workspace/storage/blob-value.ts';
import { type FileSystem, nodeFileSystem } from '../../plugins/workspace/storage/file-system.ts';
import { type RecoveredStore, recoverStore } from '../../plugins/workspace/storage/recover-store.ts';
import { Storage } from '../../plugins/workspace/storage/storage.ts';
import { SEALED_MODE } from '../../plugins/workspace/storage/write-blob.ts';
import type { Store, StoreLimits } from '../../plugins/workspace/store.ts';
import { captureStore } from '../../plugins/workspace/store-image.ts';
import type { StoredValue } from '../../plugins/workspace/value.ts';
import { Workspace } from '../../plugins/workspace/workspace.ts';

export const LIMITS: StoreLimits = {
  history: 15,
  recycleBin: 1000,
  historyBytes: 2 ** 28,
  maxVariables: 100_000,
  maxValueBytes: 2 ** 30,
  maxTotalBytes: 2 ** 34,
  changes: 65_536,
};

/** A workspace on disk, opened without a host. */
export interface OpenWorkspace extends RecoveredStore {
  readonly storage: Storage;
  readonly workspace: Workspace;
  /** What went wrong while nobody waited for it. */
  readonly reports: readonly Error[];
}

/** In memory where that is possible: what a disk does to a sync is no matter of these tests. */
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder that ends with the test, or with all of a suite. */
export function temporaryFolder(t: { after(end: () => unknown): void }): string {
  const folder = mkdtempSync(join(PARENT, 'headframe-storage-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of a folder as it would be left if the host were killed now; what the host removes meanwhile may be missing. */
export function killedCopy(t: TestContext, folder: string): string {
  const copy = temporaryFolder(t);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const to = join(copy, relative(folder, from));
    if (entry.isDirectory()) mkdirSync(to, { mode: 0o700 });
    // A value's file is written once, and sealed: under a second name it stays what it is.
    else unlessGone(() => (isSealed(from) ? linkSync(from, to) : copyFileSync(from, to)));
  }
  return copy;
}

function isSealed(file: string): boolean {
  return basename(dirname(file)) === 'blobs' && (statSync(file).mode & 0o777) === SEALED_MODE;
}

function unlessGone(copy: () => void): void {
  try {
    copy();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Opens the workspace of a folder. */
export function openWorkspace(
  folder: string,
  { limits = {}, files = nodeFileSystem }: { limits?: Partial<StoreLimits>; files?: FileSystem } = {},
): OpenWorkspace {
  const all = { ...LIMITS, ...limits };
  const reports: Error[] = [];
  const storage = new Storage({ folder, files, limits: all, report: (error) => reports.push(error) });
  const recovered = recoverStore(storage, all);
  const workspace = new Workspace(recovered.store, createHooks(), () => 'any', storage);
  return { ...recovered, storage, workspace, reports };
}

/** All that a store is, as plain data that can be compared; values by their sums. */
export function stateOf(store: Store): unknown {
  const captured = captureStore(store);
  const image = { ...captured, variables: [...captured.variables] };
  const { order, ...counts } = budgetOf(store);
  return JSON.parse(
    JSON.stringify({ ...image, held: order, counts, totalBytes: store.totalBytes }, (key, value) => {
      if (value instanceof Map) return [...value];
      if (key === 'value') return textOf(value);
      // What is found out about a value is no part of it.
      return key === 'description' || key === 'kind' || key === 'scan' ? undefined : value;
    }),
  );
}

function budgetOf({ budget }: Store): { used: number; order: number[] } {
  const order = [...budget.held('history')].map((one) => (one as { revision: number }).revision);
  return { used: budget.used, order };
}

/** What has been said of values, which never change. */
const texts = new WeakMap<StoredValue, string>();

function textOf(value: StoredValue): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const where = value instanceof BlobValue ? `blob ${value.id}: ` : '';
  const parts = [value.document, ...value.buffers].map((bytes) => `${bytes.byteLength} ${crc32(bytes)}`);
  const text = `${where}${value.method} ${parts.join(' | ')}`;
  texts.set(value, text);
  return text;
}
