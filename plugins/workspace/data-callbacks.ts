import type { Consumer, Effect } from 'headframe';
import type { PyValue } from 'headframe/codec';
import { checkCallback } from './callback.ts';
import type { WorkspaceHooks } from './hooks.ts';
import { toNative } from './native.ts';
import type { DataEvent } from './store.ts';

/** Told of a variable that was written, renamed to, or changed by undo, redo or restore. */
export type DataChangedCallback = (name: string, value: PyValue, provider: string) => void;
/** Told of a variable that was deleted. */
export type DataDeletedCallback = (name: string, provider: string) => void;

/** Values of events, decoded once for all plugins that want them. */
const decoded = new WeakMap<DataEvent, PyValue>();

/** PyMiner's callbacks of one plugin, on top of the workspace's hooks. */
export class DataCallbacks {
  readonly #hooks: WorkspaceHooks;
  readonly #consumer: Consumer;
  readonly #changed = new Map<DataChangedCallback, readonly Effect[]>();

  constructor(hooks: WorkspaceHooks, consumer: Consumer) {
    this.#hooks = hooks;
    this.#consumer = consumer;
  }

  /** Adds a callback until it is removed, or the plugin closed; the same one again is added once. */
  addChanged(callback: DataChangedCallback): void {
    checkCallback(this.#consumer.name, callback, ['name', 'value', 'provider']);
    if (this.#changed.has(callback)) return;
    const { dataCreated, dataChanged, dataRestored } = this.#hooks;
    const tell = (event: DataEvent) => callback(event.name, decodedValue(event), event.provider);
    const label = 'addDataChangedCallback';
    const effects = [dataCreated, dataChanged, dataRestored].map((hook) =>
      hook.tap(this.#consumer.scope, tell, { label }),
    );
    this.#changed.set(callback, effects);
  }

  /** Removes a callback; one that was not added is ignored. */
  removeChanged(callback: DataChangedCallback): void {
    for (const effect of this.#changed.get(callback) ?? []) void effect.undo();
    this.#changed.delete(callback);
  }

  /** Adds a callback until the plugin is closed. */
  addDeleted(callback: DataDeletedCallback): void {
    checkCallback(this.#consumer.name, callback, ['name', 'provider']);
    const tell = (event: DataEvent) => callback(event.name, event.provider);
    this.#hooks.dataDeleted.tap(this.#consumer.scope, tell, { label: 'addDataDeletedCallback' });
  }
}

function decodedValue(event: DataEvent): PyValue {
  const known = decoded.get(event);
  if (known !== undefined) return known;
  const value = toNative(event.value);
  decoded.set(event, value);
  return value;
}
