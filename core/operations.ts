import { AsyncLocalStorage } from 'node:async_hooks';
import { HeadframeError } from './errors.ts';

interface Operation {
  running: boolean;
  readonly plugins: Set<string>;
}

/**
 * Runs the operations on plugins one after the other. One that is started from inside another, by a
 * life cycle method, runs as a part of it; on a plugin that is being operated on itself it throws
 * `PLUGIN_BUSY`, since waiting would never end.
 */
export class Operations {
  readonly #storage = new AsyncLocalStorage<Operation>();
  #last: Promise<unknown> = Promise.resolve();

  /** Queues `work` on `plugin` (or on the whole host with `*`). */
  run<T>(plugin: string, what: string, work: () => Promise<T>): Promise<T> {
    const outer = this.#storage.getStore();
    if (outer?.running) return this.#nested(outer, plugin, what, work);
    const operation: Operation = { running: true, plugins: new Set([plugin]) };
    const result = this.#last
      .then(() => this.#storage.run(operation, work))
      .finally(() => {
        operation.running = false;
        // While a storage is in use, every promise of the process pays for it.
        this.#storage.disable();
      });
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Marks a plugin as being operated on by the current operation. */
  async within<T>(plugin: string, work: () => Promise<T>): Promise<T> {
    const { plugins } = this.#storage.getStore() ?? { plugins: new Set<string>() };
    const added = !plugins.has(plugin);
    plugins.add(plugin);
    try {
      return await work();
    } finally {
      if (added) plugins.delete(plugin);
    }
  }

  async #nested<T>(outer: Operation, plugin: string, what: string, work: () => Promise<T>): Promise<T> {
    if (plugin === '*' || outer.plugins.has(plugin)) {
      throw new HeadframeError(
        'PLUGIN_BUSY',
        `${plugin} waits for ${what} of ${plugin === '*' ? 'the host' : 'itself'}`,
      );
    }
    return this.within(plugin, work);
  }
}
