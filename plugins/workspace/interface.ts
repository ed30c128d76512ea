import { encodePickle, type PyValue } from 'headframe/codec';
import type { ChangeOptions, DeleteOptions, WriteAuthor, WriteOptions } from './change-options.ts';
import { commitFile } from './commit.ts';
import { beginBlob, type ComingValue, type IncomingBlob } from './incoming-blob.ts';
import { type Incremented, increment } from './increment.ts';
import type { InfoUpdate } from './info.ts';
import type { Lock } from './lock-table.ts';
import type { Metadata } from './metadata.ts';
import { checkName } from './name.ts';
import { fromNative } from './native.ts';
import { defineType } from './operations/define-type.ts';
import { clear, deleteVariables } from './operations/delete.ts';
import { rename } from './operations/rename.ts';
import { type Restored, restore } from './operations/restore.ts';
import { type Travelled, travel } from './operations/travel.ts';
import { updateInfo } from './operations/update-info.ts';
import type { Outcome, Written } from './operations/write.ts';
import { readPickledDict } from './pickled-dict.ts';
import { Reading } from './reading.ts';
import type { LockRequest } from './session-locks.ts';
import type { CommittedLayout } from './storage/commit-blob.ts';
import type { Author } from './store.ts';
import { checkStructured, type Structured } from './structured.ts';
import { structuredToNative } from './structured-native.ts';
import type { Structure } from './types.ts';
import type { StoredValue } from './value.ts';
import type { WriteRequest } from './workspace.ts';

export type * from './public-types.ts';

/**
 * The workspace as other plugins see it: beside {@link Reading} what changes it. Values are documents as
 * they came.
 *
 * Notes: errors have codes: those of the workspace's own table, and the codec's. Each change is atomic
 * and, unless a tap of `beforeWrite` or a value of many MB has to be waited for, done when the method
 * returns its promise.
 */
export class Interface extends Reading {
  /**
   * Writes a variable. The very bytes that it has already are no change, and take no revision.
   * Throws `BAD_NAME`, `RESERVED`, `BAD_PICKLE`, `BAD_JSON`, `NEEDS_BUFFERS`, `NEEDS_PERSISTENT_ID`,
   * `PICKLE_REFUSED`, `CONFLICT`, `LOCKED`, `VETOED`, `BAD_VALUE`, `TOO_LARGE`, `TOO_MANY`, and
   * `DISK_FULL`, `IO_FAILED`, `STORAGE_FAILED`, after each of which the variable is as it was.
   */
  async write(name: string, value: StoredValue, options: WriteOptions): Promise<Written> {
    return this.writeNow(name, value, options);
  }

  /**
   * Writes a variable as `write` does, without a promise where nothing has to be waited for: a small value
   * that no tap is asked about. Throws, or rejects with, the same.
   */
  writeNow(name: string, value: StoredValue, options: WriteOptions): Written | Promise<Written> {
    return this.extension.workspace.writeOne(name, value, options);
  }

  /**
   * Writes variables one after the other in one step, a name perhaps more than once: what became of each.
   * Nothing when something had to be waited for, or one of them cannot be written: then none is, and `writeNow`
   * says of each what is wrong. The conditions of a request are left to `writeNow` too.
   */
  writeTogether(requests: readonly WriteRequest[], author: Author): Written[] | undefined {
    return this.extension.workspace.writeTogether(requests, author);
  }

  /** Writes variables, all or none. Throws as `write` does, and `BAD_ARGUMENT` for a name that comes twice. */
  async writeMany(requests: readonly WriteRequest[], author: WriteAuthor): Promise<Map<string, Written>> {
    return this.extension.workspace.write(requests, author);
  }

  /**
   * Takes over a file that a client of the same user has written into the folder of blobs, as the value of
   * a variable. Throws as `write` does, and `BLOB_REFUSED`; `BAD_ARGUMENT` for a layout that is none, or
   * when nothing is kept on disk. Until then the file is the client's to remove.
   */
  async commitBlob(
    name: string,
    temporaryName: string,
    layout: CommittedLayout,
    options: WriteOptions,
  ): Promise<Written> {
    const written = await commitFile(this.extension.workspace, { name, temporaryName, layout }, options);
    return written.get(name) ?? { revision: 0, changed: false };
  }

  /**
   * Begins to write a large value that is about to come, so that it goes to its file and not to memory; nothing when
   * it is small, `volatile`, or nothing is kept on disk. Throws `BAD_NAME`, `TOO_LARGE`, `DISK_FULL`, `IO_FAILED`;
   * `finish` of what it gives throws as `write` does.
   *
   * Notes: whoever begins one ends it, by `finish` or `abort`.
   */
  beginBlob(coming: ComingValue, options: WriteOptions): IncomingBlob | undefined {
    return beginBlob(this.extension.workspace, coming, options);
  }

  /**
   * Writes the variables of PyMiner's pickled `{name: pickle}`, each by itself. What cannot be written is
   * skipped: name → code. Throws `BAD_PICKLE`, `TOO_LARGE` when the dict is not one.
   */
  async writePickledDict(bytes: Uint8Array, author: Author): Promise<{ skipped: Map<string, string> }> {
    const { requests, skipped } = await readPickledDict(bytes);
    const refused = await this.extension.workspace.writeEach(requests, author);
    return { skipped: new Map([...skipped, ...refused]) };
  }

  /**
   * Writes a structured value: a dict with its `type`, checked against that type. Complex, Matrix,
   * Vector, DataFrame and Series become the pickles of Python's, numpy's and pandas' objects, others stay
   * dicts. Throws `BAD_VALUE` with the path to what is wrong, and as `write`.
   */
  async writeData(name: string, value: Structured, options: WriteOptions): Promise<Written> {
    checkStructured(value, this._store.types);
    const native: PyValue = structuredToNative(value);
    const stored: StoredValue =
      native === value
        ? fromNative(value)
        : { method: 'pickle', document: encodePickle(native), buffers: [] };
    return this.write(name, stored, options);
  }

  /** Adds to a number; one that is not there counts as 0. Throws `BAD_VALUE`, and as `write`. */
  async increment(
    name: string,
    by: number | bigint,
    { ifRevision, ...author }: ChangeOptions,
  ): Promise<Incremented & Written> {
    const { workspace } = this.extension;
    return workspace.update(name, (current) => increment(name, current, by), author, ifRevision);
  }

  /**
   * Moves variables into the recycle bin, all or none; returns their names. Throws `NOT_FOUND`,
   * `RESERVED`, `LOCKED`, `CONFLICT`.
   */
  async delete(names: readonly string[], { ifRevision, ...author }: DeleteOptions): Promise<string[]> {
    const expected = (name: string) => (typeof ifRevision === 'object' ? ifRevision.get(name) : ifRevision);
    const entries = names.map((name) => ({ name, ifRevision: expected(name) }));
    return this.#change(() => deleteVariables(this._store, entries, author));
  }

  /** Moves all variables into the recycle bin; returns their names. Throws `LOCKED`, and deletes none. */
  async clear(author: Author): Promise<string[]> {
    const { workspace } = this.extension;
    return workspace.change(
      () => clear(this._store, author),
      ({ length }) => workspace.announceCleared(length, author),
    );
  }

  /** Gives a variable a new name; returns its revision. Throws `NOT_FOUND`, `DUPLICATE`, and as `delete`. */
  async rename(name: string, newName: string, { ifRevision, ...author }: ChangeOptions): Promise<number> {
    return this.#change(() => rename(this._store, { name, newName, ifRevision }, author));
  }

  /** Goes back by up to so many revisions; at the first there are 0 steps to take. Throws as `delete`. */
  async undo(name: string, steps: number, options: ChangeOptions): Promise<Travelled> {
    return this.#travel('undo', name, steps, options);
  }

  /** Goes forward again, as `undo` goes back. */
  async redo(name: string, steps: number, options: ChangeOptions): Promise<Travelled> {
    return this.#travel('redo', name, steps, options);
  }

  /** Brings back the variable deleted last under a name, or the one with an index. Throws `NOT_FOUND`, `LOCKED`, … */
  async restore(key: string | number, { ifRevision, ...author }: ChangeOptions): Promise<Restored> {
    return this.#change(() => restore(this._store, key, author, ifRevision));
  }

  /** Sets free keys; `null` takes one away. Throws `NOT_FOUND`, `LOCKED`, `CONFLICT`, `BAD_VALUE`, `TOO_LARGE`. */
  async updateMetadata(
    name: string,
    info: InfoUpdate,
    { ifRevision, ...author }: ChangeOptions,
  ): Promise<Metadata> {
    await this.#change(() => updateInfo(this._store, { name, info, ifRevision }, author));
    return this.getMetadata(name);
  }

  /** Takes or extends a lock, which ends with its lease or its session. Throws `BAD_NAME`, `LOCKED`, `TOO_MANY`. */
  lock(request: LockRequest): Lock {
    checkName(request.name);
    return this.extension.workspace.locks.lock(request);
  }

  /** Gives a lock back; false when there was none. Throws `LOCKED` when another session holds it. */
  unlock(name: string, session: string): boolean {
    return this._store.locks.unlock(name, session);
  }

  /** Defines a type of structured values; its name is reserved from then on. Throws `DUPLICATE`, `BAD_VALUE`, `TOO_MANY`. */
  defineType(name: string, structure: Structure): void {
    defineType(this._store, name, structure, { provider: '' });
  }

  async #travel(
    direction: 'undo' | 'redo',
    name: string,
    steps: number,
    { ifRevision, ...author }: ChangeOptions,
  ): Promise<Travelled> {
    return this.#change(() => travel(this._store, { name, direction, steps, ifRevision }, author));
  }

  async #change<T>(operation: () => Outcome<T>): Promise<T> {
    return this.extension.workspace.change(operation);
  }
}

declare module 'headframe' {
  interface Interfaces {
    workspace: Interface;
  }
}
