import { setImmediate } from 'node:timers/promises';
import { BaseInterface } from 'headframe';
import type { Changes } from './change-log.ts';
import { toDocument } from './convert.ts';
import { describe, isOfType, kindOf, type PyMinerType } from './description.ts';
import { notFound } from './errors.ts';
import { createFilter, type MetadataFilter } from './filter.ts';
import type { WorkspaceHooks } from './hooks.ts';
import type { Extension } from './main.ts';
import { lastMetadata, type Metadata, metadata, metadataOf } from './metadata.ts';
import { toNative } from './native.ts';
import { type SplicedPickles, splice } from './pickles.ts';
import { placeOf, type ValuePlace } from './place.ts';
import { type ReadResult, readVariable } from './read-variable.ts';
import { type DeletedEntry, type HistoryEntry, historyOf, recycleBinOf } from './records.ts';
import type { Revision } from './revision.ts';
import { slice, type WireRanges } from './slice.ts';
import type { ColumnStatistics } from './statistics.ts';
import type { Store } from './store.ts';
import type { Structured } from './structured.ts';
import { nativeToStructured } from './structured-native.ts';
import type { Structure } from './types.ts';
import type { Method } from './value.ts';
import type { Wait, Waited } from './waiters.ts';

/** A part or a form of a variable, and the revision that it is of. */
export interface ReadPart<T> {
  readonly value: T;
  readonly revision: number;
}

/** Variables looked at between two turns of the event loop. */
const TURN = 500;

/** What the workspace's interface offers for reading. Nothing here builds or runs what is in a value unless it says so. */
export abstract class Reading extends BaseInterface<Extension> {
  /** Where changes are announced, and writes may be refused. */
  get hooks(): WorkspaceHooks {
    return this.extension.workspace.hooks;
  }

  /** Names the history that revisions count in; another one when earlier revisions are not known any more. */
  id(): string {
    return this._store.changes.id;
  }

  /** The value and its revision, or nothing; under a type's name its structure, as JSON. */
  read(name: string): ReadResult | undefined {
    return readVariable(this._store, name);
  }

  /**
   * Brings a large value into memory without keeping others waiting, so that `read` and what is built on it
   * need not read its file themselves; small ones are there already. Throws `STORAGE_DAMAGED`.
   */
  async load(name: string): Promise<ReadResult | undefined> {
    const found = this.read(name);
    const { storage } = this.extension.workspace;
    return found && storage ? { ...found, value: await storage.load(found.value) } : found;
  }

  /**
   * Where a large value stands on disk, for clients that read or map the file themselves; nothing for
   * others. Throws `STORAGE_DAMAGED` when the file is not what it was.
   */
  placeOf(name: string): ValuePlace | undefined {
    return placeOf(this.extension.workspace, name);
  }

  /** The variable's slot in the table of revisions; nothing without a variable, a table or a free slot. */
  slotOf(name: string): number | undefined {
    return this.extension.workspace.storage?.slotOf(name);
  }

  /** The folder of what is on disk (`blobs/`, `versions`), or nothing when all is in memory. */
  storageFolder(): string | undefined {
    return this.extension.workspace.storage?.folder;
  }

  /** The value as one document of the wanted method. Throws `NOT_FOUND`, `NOT_CONVERTIBLE`, `TOO_LARGE`. */
  async readAs(name: string, method: Method): Promise<ReadPart<Uint8Array>> {
    const found = await this.load(name);
    if (!found) throw notFound(name);
    return {
      value: await toDocument(found.value, method, this.extension.converter),
      revision: found.revision,
    };
  }

  /** The value as one pickle that stands alone. Throws `NOT_FOUND`, `NOT_CONVERTIBLE`. */
  async readPickle(name: string): Promise<Uint8Array> {
    return (await this.readAs(name, 'pickle')).value;
  }

  /** The value in its structured form: a dict with its `type`. Throws `NOT_FOUND`, `BAD_VALUE` when it has none. */
  readData(name: string): ReadPart<Structured> {
    const { value, revision } = this.#found(name);
    return { value: nativeToStructured(name, toNative(value)), revision };
  }

  /** Whether there is a variable, or a type, of this name. */
  has(name: string): boolean {
    return this._store.variables.has(name) || this._store.types.has(name);
  }

  /** The names in the order of creation; `all` adds those of the types, in front. */
  names({ all = false }: { all?: boolean } = {}): string[] {
    return [...(all ? this._store.types.names() : []), ...this._store.variables.keys()];
  }

  /** The names of the variables that PyMiner counts among a type. */
  namesOfType(type: PyMinerType): string[] {
    const variables = [...this._store.variables.values()];
    return variables.filter(({ history }) => isOfType(kindOf(history.current), type)).map(({ name }) => name);
  }

  /** The types of structured values and their structures. */
  getTypes(): ReadonlyMap<string, Structure> {
    return this._store.types.all();
  }

  /**
   * Many variables, or all, as one pickled dict, made without decoding pickles. Throws `NOT_FOUND` for a
   * name that is not there; what has no pickle is `skipped`.
   */
  splicePickles(names: Iterable<string> = this._store.variables.keys()): Promise<SplicedPickles> {
    return splice(
      [...names].map((name) => [name, this.#current(name)] as const),
      this.extension.converter,
    );
  }

  /**
   * A part of the value: see `slice`. It is decoded in this thread, before the method returns: for a large one use
   * `readSlice`. Throws `NOT_FOUND`, `BAD_VALUE`, `NOT_CONVERTIBLE`, `TOO_LARGE`.
   */
  getSlice(name: string, ranges: WireRanges): ReadPart<ReturnType<typeof slice>> {
    const { value, revision } = this.#found(name);
    return { value: slice(toNative(value), ranges), revision };
  }

  /**
   * A part of the value as one document, without keeping others waiting. Throws as `getSlice`, and for a large value
   * `TOO_MANY`, `TIMEOUT`, and `CANCELLED` once `signal` is aborted.
   */
  readSlice(
    name: string,
    ranges: WireRanges,
    method: Method,
    signal?: AbortSignal,
  ): Promise<ReadPart<Uint8Array>> {
    return this.extension.parts.slice(name, ranges, method, signal);
  }

  /**
   * Statistics of an array, a sequence or a table's columns, without keeping others waiting. Throws `NOT_FOUND`,
   * `BAD_VALUE`, and as `readSlice`.
   */
  getStatistics(name: string, columns?: readonly string[]): Promise<ReadPart<readonly ColumnStatistics[]>> {
    return this.extension.parts.statistics(name, columns);
  }

  /** Waits until a variable exists and is newer than a revision; at most so long. Throws `TOO_MANY`. */
  waitFor(wait: Wait): Promise<Waited> {
    return this.extension.workspace.waiters.wait(wait);
  }

  /** What is known of a variable without reading it. Throws `NOT_FOUND`. */
  getMetadata(name: string): Metadata {
    return metadataOf(this._store, name);
  }

  /**
   * What is known of it now and its kind, without describing its value, and of its changes the last one alone: for
   * notifications. Throws `NOT_FOUND`.
   */
  peekMetadata(name: string): Metadata {
    const variable = this._store.variables.get(name);
    if (!variable) throw notFound(name);
    return lastMetadata(this._store, variable);
  }

  /** The metadata of all variables that pass a filter, in the order of creation. */
  async getAllMetadata(filter: MetadataFilter = {}): Promise<Map<string, Metadata>> {
    const passes = createFilter(filter);
    const found = new Map<string, Metadata>();
    let turn = 0;
    for (const name of [...this._store.variables.keys()]) {
      if (++turn % TURN === 0) await setImmediate();
      const variable = this._store.variables.get(name);
      if (!variable || !passes(variable)) continue;
      found.set(variable.name, metadata(this._store, variable, describe(variable.history.current)));
    }
    return found;
  }

  /** A variable's revisions, oldest first. Throws `NOT_FOUND`. */
  getHistory(name: string): HistoryEntry[] {
    const variable = this._store.variables.get(name);
    if (!variable) throw notFound(name);
    return historyOf(variable);
  }

  /** The deleted variables, oldest first. */
  getRecycleBin(): DeletedEntry[] {
    return recycleBinOf(this._store.bin);
  }

  /** The changes after a revision, at most `limit`, for whoever catches up. */
  changesSince(revision: number, limit = 1000): Changes {
    return this._store.changes.since(revision, limit);
  }

  /** The workspace's revision: that of its last change. */
  revision(): number {
    return this._store.changes.revision;
  }

  get _store(): Store {
    return this.extension.workspace.store;
  }

  #found(name: string): ReadResult {
    const found = this.read(name);
    if (!found) throw notFound(name);
    return found;
  }

  #current(name: string): Revision {
    const variable = this._store.variables.get(name);
    if (!variable) throw notFound(name);
    return variable.history.current;
  }
}
