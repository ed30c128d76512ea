import type { Consumer } from 'headframe';
import type { PyValue } from 'headframe/codec';
import { type CodedErrorClass, codedErrorClass } from './coded-error.ts';
import { DataCallbacks, type DataChangedCallback, type DataDeletedCallback } from './data-callbacks.ts';
import type { Data } from './data-group.ts';
import type { InfoUpdate } from './info.ts';
import type { Interface } from './interface.ts';
import type { Metadata } from './metadata.ts';
import type { Restored } from './operations/restore.ts';
import type { Travelled } from './operations/travel.ts';
import type { DeletedEntry } from './records.ts';
import type { Structured } from './structured.ts';

/**
 * The names of 2020 that PyMiner's `extension_lib` has itself, beside the group `Data`. Values are
 * JavaScript values; without a `provider` the plugin's own name is given.
 */
export interface WorkspaceTopLevel {
  getAllVar(): Map<string, PyValue>;
  /** Throws `NOT_FOUND`, `NOT_CONVERTIBLE`. */
  getVar(name: string): PyValue;
  /** The metadata. Throws `NOT_FOUND`. */
  getDataInfo(name: string): Metadata;
  /** Writes values, all or none, with free keys by name. */
  setVarDict(
    variables: Readonly<Record<string, unknown>>,
    provider?: string,
    infoDict?: Readonly<Record<string, InfoUpdate>>,
  ): Promise<void>;
  setVar(name: string, value: unknown, provider?: string, info?: InfoUpdate): Promise<void>;
  /** Sets free keys. */
  updateDataInfo(name: string, info: InfoUpdate): Promise<Metadata>;
  deleteData(name: string, provider?: string): Promise<void>;
  clear(provider?: string): Promise<void>;
  getRecyclebin(): DeletedEntry[];
  /** Brings back the entry with this index, or the last one of a name. */
  restore(index: number | string): Promise<Restored>;
  /** Goes back by one revision. */
  cancel(name: string): Promise<Travelled>;
  redo(name: string): Promise<Travelled>;
  /** The value in its structured form: `type` and the type's fields. Throws `BAD_VALUE` when it has none. */
  readData(name: string): Structured;
  /** Writes a structured value, checked against its type. Throws `BAD_VALUE` with the path to what is wrong. */
  writeData(
    name: string,
    data: Structured | Readonly<Record<string, PyValue>>,
    provider?: string,
  ): Promise<void>;
  /** Keeps others from changing a variable, until the returned function is called or `leaseMs` have passed. Throws `LOCKED`. */
  lockData(name: string, leaseMs?: number): () => void;
  /** As `Data.addDataChangedCallback`. */
  onModification(callback: DataChangedCallback): void;
  /** As `Data.addDataDeletedCallback`. */
  onDeletion(callback: DataDeletedCallback): void;
  /** Classes for `instanceof`, by what an error says with its code. */
  getConverterError(): CodedErrorClass;
  getConflictError(): CodedErrorClass;
  getNotFoundError(): CodedErrorClass;
  getWouldBlockError(): CodedErrorClass;
}

const LEASE_MS = 10_000;

/** Makes the functions for one plugin. `data` is its group `Data`. */
export function createTopLevel(workspace: Interface, data: Data, consumer: Consumer): WorkspaceTopLevel {
  const callbacks = new DataCallbacks(workspace.hooks, consumer);
  const session = `plugin:${consumer.name}`;
  const author = (provider = consumer.name) => ({ provider, session });
  return {
    getAllVar: () => data.getAllPublicVariables(),
    getVar: (name) => data.getVar(name),
    getDataInfo: (name) => workspace.getMetadata(name),
    setVarDict: (variables, provider, infoDict) => data.updateVarDic(variables, provider, infoDict),
    setVar: (name, value, provider, info = {}) =>
      data.updateVarDic({ [name]: value }, provider, { [name]: info }),
    updateDataInfo: (name, info) => workspace.updateMetadata(name, info, author()),
    deleteData: (name, provider) => data.deleteVariable(name, provider),
    clear: (provider) => data.clear(provider),
    getRecyclebin: () => workspace.getRecycleBin(),
    restore: (index) => workspace.restore(index, author()),
    cancel: (name) => workspace.undo(name, 1, author()),
    redo: (name) => workspace.redo(name, 1, author()),
    readData: (name) => workspace.readData(name).value,
    async writeData(name, value, provider) {
      const structured: Structured = value instanceof Map ? value : new Map(Object.entries(value));
      await workspace.writeData(name, structured, author(provider));
    },
    lockData(name, leaseMs = LEASE_MS) {
      const { signal } = consumer.scope;
      workspace.lock({ name, holder: consumer.name, session, leaseMs, signal });
      return () => void workspace.unlock(name, session);
    },
    onModification: (callback) => callbacks.addChanged(callback),
    onDeletion: (callback) => callbacks.addDeleted(callback),
    getConverterError: () => codedErrorClass('NOT_CONVERTIBLE', 'BAD_VALUE'),
    getConflictError: () => codedErrorClass('CONFLICT'),
    getNotFoundError: () => codedErrorClass('NOT_FOUND'),
    getWouldBlockError: () => codedErrorClass('LOCKED'),
  };
}

declare module 'headframe' {
  interface TopLevel extends WorkspaceTopLevel {}
}
