import { BaseInterface } from 'headframe';
import type { Changes } from './change-log.ts';
import { describe, isOfType, type PyMinerType } from './description.ts';
import { notFound } from './errors.ts';
import type { WorkspaceHooks } from './hooks.ts';
import type { InfoUpdate } from './info.ts';
import type { Extension } from './main.ts';
import { type Metadata, metadataOf } from './metadata.ts';
import { clear, deleteVariables } from './operations/delete.ts';
import type { Outcome, Written } from './operations/write.ts';
import { readPickledDict } from './pickled-dict.ts';
import { type SplicedPickles, splice, toPickle } from './pickles.ts';
import { isReserved, RESERVED_TYPES } from './reserved.ts';
import type { Author, Store } from './store.ts';
import { builtInStructure } from './types.ts';
import type { StoredValue } from './value.ts';
import type { Variable } from './variable.ts';
import type { WriteRequest } from './workspace.ts';

export type { Change, ChangeKind, Changes } from './change-log.ts';
export type { PyMinerType } from './description.ts';
export type { ClearedEvent, Veto, WorkspaceHooks, WriteProposal } from './hooks.ts';
export type { Metadata } from './metadata.ts';
export type { SplicedPickles } from './pickles.ts';
export type { Author, DataEvent } from './store.ts';
export type { Method, StoredValue } from './value.ts';
export type { WriteRequest } from './workspace.ts';

/** A variable as it is read. */
export interface ReadResult {
  readonly value: StoredValue;
  /** The revision of its last change; 0 for a built-in type. */
  readonly revision: number;
}

/** Who writes, and under which conditions. */
export interface WriteOptions extends Author {
  /** The revision that the variable must have; 0: it must not exist. */
  readonly ifRevision?: number | undefined;
  /** Free keys to set with the value; `null` takes one away. */
  readonly info?: InfoUpdate | undefined;
}

/** Who deletes, and under which conditions. */
export interface DeleteOptions extends Author {
  /** The revision that each must have: one for all, or by name. */
  readonly ifRevision?: number | ReadonlyMap<string, number> | undefined;
}

/**
 * The workspace as other plugins see it. Values are documents as they came; nothing here builds or
 * runs what is in them.
 *
 * Notes: errors have codes: those of the workspace's own table, and the codec's. Each change is atomic
 * and, unless a tap of `beforeWrite` or a value of many MB has to be waited for, done when the method
 * returns its promise.
 */
export class Interface extends BaseInterface<Extension> {
  /** Where changes are announced, and writes may be refused. */
  get hooks(): WorkspaceHooks {
    return this.extension.workspace.hooks;
  }

  /** The value and its revision, or nothing; under a built-in type's name its structure, as JSON. */
  read(name: string): ReadResult | undefined {
    const variable = this.#store.variables.get(name);
    if (variable) return { value: variable.history.current.value, revision: variable.revision };
    const structure = builtInStructure(name);
    if (!structure) return undefined;
    const document = Buffer.from(JSON.stringify(structure));
    return { value: { method: 'json', document, buffers: [] }, revision: 0 };
  }

  /** The value as one pickle that stands alone. Throws `NOT_FOUND`, `NOT_CONVERTIBLE`. */
  async readPickle(name: string): Promise<Uint8Array> {
    const found = this.read(name);
    if (!found) throw notFound(name);
    return toPickle({ value: found.value, size: 0 });
  }

  /** Whether there is a variable, or a built-in type, of this name. */
  has(name: string): boolean {
    return this.#store.variables.has(name) || isReserved(name);
  }

  /** The names in the order of creation; `all` adds the built-in types, in front. */
  names({ all = false }: { all?: boolean } = {}): string[] {
    return [...(all ? RESERVED_TYPES : []), ...this.#store.variables.keys()];
  }

  /** The names of the variables that PyMiner counts among a type. */
  namesOfType(type: PyMinerType): string[] {
    const found = [...this.#store.variables.values()].filter(({ history }) =>
      isOfType(describe(history.current), type),
    );
    return found.map(({ name }) => name);
  }

  /**
   * Many variables, or all, as one pickled dict, made without decoding pickles. Throws `NOT_FOUND` for a
   * name that is not there; what has no pickle is `skipped`.
   */
  splicePickles(names: Iterable<string> = this.#store.variables.keys()): Promise<SplicedPickles> {
    const entries = [...names].map((name) => [name, this.#variable(name).history.current] as const);
    return splice(entries);
  }

  /**
   * Writes a variable. The very bytes that it has already are no change, and take no revision.
   * Throws `BAD_NAME`, `RESERVED`, `BAD_PICKLE`, `BAD_JSON`, `NEEDS_BUFFERS`, `NEEDS_PERSISTENT_ID`,
   * `PICKLE_REFUSED`, `CONFLICT`, `LOCKED`, `VETOED`, `TOO_LARGE`, `TOO_MANY`.
   */
  async write(name: string, value: StoredValue, options: WriteOptions): Promise<Written> {
    const { ifRevision, info } = options;
    const written = await this.extension.workspace.write([{ name, value, ifRevision, info }], options);
    return written.get(name) ?? { revision: 0, changed: false };
  }

  /** Writes variables, all or none; the names are distinct. Throws as `write` does. */
  async writeMany(requests: readonly WriteRequest[], author: Author): Promise<Map<string, Written>> {
    return this.extension.workspace.write(requests, author);
  }

  /**
   * Writes the variables of PyMiner's pickled `{name: pickle}`, each by itself. What cannot be written is
   * skipped: name → code. Throws `BAD_PICKLE`, `TOO_LARGE` when the dict is not one.
   */
  async writePickledDict(bytes: Uint8Array, author: Author): Promise<{ skipped: Map<string, string> }> {
    const { requests, skipped } = await readPickledDict(bytes);
    const refused = await this.extension.workspace.writeEach(requests, author);
    for (const [name, code] of refused) skipped.set(name, code);
    return { skipped };
  }

  /**
   * Moves variables into the recycle bin, all or none; returns their names. Throws `NOT_FOUND`,
   * `RESERVED`, `LOCKED`, `CONFLICT`.
   */
  async delete(names: readonly string[], { ifRevision, ...author }: DeleteOptions): Promise<string[]> {
    const expected = (name: string) => (typeof ifRevision === 'object' ? ifRevision.get(name) : ifRevision);
    const entries = names.map((name) => ({ name, ifRevision: expected(name) }));
    return this.#change(() => deleteVariables(this.#store, entries, author));
  }

  /** Moves all variables into the recycle bin; returns their names. Throws `LOCKED`, and deletes none. */
  async clear(author: Author): Promise<string[]> {
    const { workspace } = this.extension;
    return workspace.change(
      () => clear(this.#store, author),
      ({ length }) => workspace.announceCleared(length, author),
    );
  }

  /** What is known of a variable without reading it. Throws `NOT_FOUND`. */
  getMetadata(name: string): Metadata {
    return metadataOf(this.#store, name);
  }

  /** The changes after a revision, at most `limit`, for whoever catches up. */
  changesSince(revision: number, limit = 1000): Changes {
    return this.#store.changes.since(revision, limit);
  }

  /** The workspace's revision: that of its last change. */
  revision(): number {
    return this.#store.changes.revision;
  }

  get #store(): Store {
    return this.extension.workspace.store;
  }

  #variable(name: string): Variable {
    const variable = this.#store.variables.get(name);
    if (!variable) throw notFound(name);
    return variable;
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
