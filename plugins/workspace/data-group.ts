import type { Consumer } from 'headframe';
import type { PyValue } from 'headframe/codec';
import type { DataChangedCallback, DataDeletedCallback } from './data-callbacks.ts';
import { DataCallbacks } from './data-callbacks.ts';
import type { PyMinerType } from './description.ts';
import { notFound } from './errors.ts';
import type { InfoUpdate } from './info.ts';
import type { Interface } from './interface.ts';
import type { Metadata } from './metadata.ts';
import { fromNative, toNative } from './native.ts';
import type { Method } from './value.ts';

/**
 * PyMiner's `ExtensionLib.Data`. Values are JavaScript values, as the codec's table says. Without a
 * `provider` the plugin's own name is given.
 */
export interface Data {
  /** The value. Throws `NOT_FOUND`, `NOT_CONVERTIBLE`. */
  getVar(name: string): PyValue;
  /** The value as one document: typed JSON in UTF-8, or a pickle. Throws `NOT_FOUND`, `NOT_CONVERTIBLE`, `TOO_LARGE`. */
  getVar(name: string, options: { readonly method: Method }): Promise<Uint8Array>;
  /** Writes a value, kept as typed JSON or as a pickle. Throws `NOT_CONVERTIBLE`, and as the interface's `write`. */
  setVar(
    name: string,
    value: unknown,
    provider?: string,
    options?: { readonly method?: Method },
  ): Promise<void>;
  /** Writes values, all or none, with free keys by name. */
  updateVarDic(
    values: Readonly<Record<string, unknown>>,
    provider?: string,
    metadataDic?: Readonly<Record<string, InfoUpdate>>,
  ): Promise<void>;
  varExists(name: string): boolean;
  getAllVariableNames(): string[];
  getAllPublicVariableNames(): string[];
  getAllVariables(): Map<string, PyValue>;
  getAllPublicVariables(): Map<string, PyValue>;
  /** The variables whose value is of one of these types. */
  getAllVarsOfType(types: PyMinerType | readonly PyMinerType[]): Map<string, PyValue>;
  /** Deletes a variable. Throws `NOT_FOUND`, `RESERVED`, `LOCKED`. */
  deleteVariable(name: string, provider?: string): Promise<void>;
  /** Deletes all variables; they go to the recycle bin. */
  clear(provider?: string): Promise<void>;
  getMetadata(name: string): Metadata;
  getAllMetadata(): Promise<Map<string, Metadata>>;
  /** What is inside, without the value. */
  getDataDesc(name: string): Metadata;
  /** Calls back at every change until the plugin is closed. Throws `BAD_ARGUMENT` unless it takes (name, value, provider). */
  addDataChangedCallback(callback: DataChangedCallback): void;
  removeDataChangedCallback(callback: DataChangedCallback): void;
  /** Calls back at every deletion until the plugin is closed. Throws `BAD_ARGUMENT` unless it takes (name, provider). */
  addDataDeletedCallback(callback: DataDeletedCallback): void;
}

/** Makes the group for one plugin. */
export function createData(workspace: Interface, consumer: Consumer): Data {
  const callbacks = new DataCallbacks(workspace.hooks, consumer);
  const author = (provider = consumer.name) => ({ provider, session: `plugin:${consumer.name}` });
  const native = (name: string): PyValue => {
    const found = workspace.read(name);
    if (!found) throw notFound(name);
    return toNative(found.value);
  };
  function getVar(name: string): PyValue;
  function getVar(name: string, options: { readonly method: Method }): Promise<Uint8Array>;
  function getVar(name: string, options?: { readonly method: Method }): PyValue | Promise<Uint8Array> {
    return options ? workspace.readAs(name, options.method).then(({ value }) => value) : native(name);
  }
  const values = (names: readonly string[]) => new Map(names.map((name) => [name, native(name)]));
  return {
    getVar,
    async setVar(name, value, provider, { method } = {}) {
      await workspace.write(name, fromNative(value, method), author(provider));
    },
    async updateVarDic(dict, provider, metadataDic = {}) {
      const requests = Object.entries(dict).map(([name, value]) => ({
        name,
        value: fromNative(value),
        info: Object.hasOwn(metadataDic, name) ? metadataDic[name] : undefined,
      }));
      await workspace.writeMany(requests, author(provider));
    },
    varExists: (name) => workspace.has(name),
    getAllVariableNames: () => workspace.names({ all: true }),
    getAllPublicVariableNames: () => workspace.names(),
    getAllVariables: () => values(workspace.names({ all: true })),
    getAllPublicVariables: () => values(workspace.names()),
    getAllVarsOfType: (types) => values([types].flat().flatMap((type) => workspace.namesOfType(type))),
    async deleteVariable(name, provider) {
      await workspace.delete([name], author(provider));
    },
    async clear(provider) {
      await workspace.clear(author(provider));
    },
    getMetadata: (name) => workspace.getMetadata(name),
    getAllMetadata: () => workspace.getAllMetadata(),
    getDataDesc: (name) => workspace.getMetadata(name),
    addDataChangedCallback: (callback) => callbacks.addChanged(callback),
    removeDataChangedCallback: (callback) => callbacks.removeChanged(callback),
    addDataDeletedCallback: (callback) => callbacks.addDeleted(callback),
  };
}

declare module 'headframe' {
  interface Groups {
    readonly Data: Data;
  }
}
