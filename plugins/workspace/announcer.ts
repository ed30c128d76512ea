import type { Hook } from 'headframe';
import type { Announcement, DataEvent, DataHook } from './store.ts';

/** The hooks that announce a variable's changes. */
export type DataHooks = Readonly<Record<DataHook, Hook<DataEvent>>>;

/**
 * Announces changes in the order of their revisions, over all hooks: what a tap changes is announced
 * when everything before it has been.
 */
export class Announcer {
  readonly #hooks: DataHooks;
  readonly #waiting: (() => void)[] = [];
  #announcing = false;

  constructor(hooks: DataHooks) {
    this.#hooks = hooks;
  }

  /** Starts the taps of each announcement; none is waited for. `after` runs when all have been started. */
  announce(announcements: readonly Announcement[], after?: () => void): void {
    for (const { hook, event } of announcements) {
      if (this.#hooks[hook].used) this.#waiting.push(() => void this.#hooks[hook].call(event));
    }
    if (after) this.#waiting.push(after);
    if (this.#announcing) return;
    this.#announcing = true;
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next();
    } finally {
      this.#announcing = false;
    }
  }
}
