import type { Hook } from 'headframe';
import { BlobValue } from './storage/blob-value.ts';
import type { Announcement, DataEvent, DataHook } from './store.ts';

/** The hooks that announce a variable's changes. */
export type DataHooks = Readonly<Record<DataHook, Hook<DataEvent>>>;

/** Keeps the files of values that taps have been told of. */
export interface ValueHolder {
  hold(value: BlobValue): void;
  release(value: BlobValue): void;
}

/**
 * Announces changes in the order of their revisions, over all hooks: what a tap changes is announced
 * when everything before it has been.
 */
export class Announcer {
  readonly #hooks: DataHooks;
  readonly #holder: ValueHolder | undefined;
  readonly #waiting: (() => void)[] = [];
  #announcing = false;

  /** Without a `holder` all values are in memory. */
  constructor(hooks: DataHooks, holder?: ValueHolder) {
    this.#hooks = hooks;
    this.#holder = holder;
  }

  /** Starts the taps of each announcement; none is waited for. `after` runs when all have been started. */
  announce(announcements: readonly Announcement[], after?: () => void): void {
    const start = (): void => {
      for (const { hook, event } of announcements) if (this.#hooks[hook].used) this.#start(hook, event);
      after?.();
    };
    if (this.#announcing) this.#waiting.push(start);
    else this.#inTurn(start);
  }

  /** The same for one, which has no detour while nothing else is announced. */
  announceOne({ hook, event }: Announcement): void {
    if (!this.#hooks[hook].used) return;
    if (this.#announcing) this.#waiting.push(() => this.#start(hook, event));
    else this.#inTurn(() => this.#start(hook, event));
  }

  /** Runs what announces, and then what waits. */
  #inTurn(first: () => void): void {
    this.#announcing = true;
    try {
      first();
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next();
    } finally {
      this.#announcing = false;
    }
  }

  /** A value in a file can be read until all taps have ended, whatever becomes of its variable meanwhile. */
  #start(hook: DataHook, event: DataEvent): void {
    const { value } = event;
    const holder = this.#holder;
    if (!holder || !(value instanceof BlobValue)) {
      this.#hooks[hook].announce(event);
      return;
    }
    const called = this.#hooks[hook].call(event);
    holder.hold(value);
    void called.finally(() => holder.release(value));
  }
}
