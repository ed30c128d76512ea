import type { WriteOptions } from './change-options.ts';
import { checkChange, checkRoom, checkValueSize } from './operations/check.ts';
import type { Written } from './operations/write.ts';
import { contentSize } from './storage/blob-layout.ts';
import type { CommittedLayout } from './storage/commit-blob.ts';
import { notPersistent } from './storage/storage.ts';
import type { Workspace } from './workspace.ts';

/** A file that a client has written into the folder of blobs, to become the value of a variable. */
export interface Commit {
  readonly name: string;
  /** The file's name, `[0-9a-z]+.tmp`, without a path. */
  readonly temporaryName: string;
  /** What is in it: bytes. Buffers begin at multiples of 4096. */
  readonly layout: CommittedLayout;
}

/**
 * Takes a file over and writes it as a value. The file is the client's to remove until it has been taken.
 * Throws as `Workspace.write`, and `BLOB_REFUSED`, `BAD_ARGUMENT`.
 */
export async function commitFile(
  workspace: Workspace,
  { name, temporaryName, layout }: Commit,
  { ifRevision, info, ...author }: WriteOptions,
): Promise<Map<string, Written>> {
  const { store, storage } = workspace;
  if (!storage) throw notPersistent('a file');
  checkChange(store, name, author, ifRevision);
  const bytes = contentSize(layout);
  checkValueSize(store, name, bytes);
  checkRoom(store, bytes - (store.variables.get(name)?.history.current.size ?? 0), 0);
  const value = storage.commit(temporaryName, layout);
  try {
    return await workspace.write([{ name, value, ifRevision, info }], author);
  } finally {
    storage.release(value);
  }
}
