import { AsyncLocalStorage } from 'node:async_hooks';
import { workspaceError } from './errors.ts';

interface Turn {
  running: boolean;
}

/** Work that may wait; it is queued before other work for the same workspace. */
const MAX_QUEUED = 100_000;

/**
 * Runs the changes of a workspace one after the other, in the order in which they were asked for. A
 * change that waits for nothing is run at once when nobody is in front of it.
 *
 * Notes: a `beforeWrite` tap that waited for a write of its own would wait for ever; `asking` marks
 * what runs in a tap, and a change from there throws `BAD_ARGUMENT`.
 */
export class WriteQueue {
  readonly #taps = new AsyncLocalStorage<Turn>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #asking = 0;

  /** Whether a change that waits for nothing would be run at once. */
  get isIdle(): boolean {
    return this.#waiting === 0 && this.#asking === 0;
  }

  /** Runs `work` when its turn has come. Throws `TOO_MANY` when too many wait, `BAD_ARGUMENT` inside a tap. */
  run<T>(work: () => T | Promise<T>): T | Promise<T> {
    if (this.#taps.getStore()?.running) {
      throw workspaceError('BAD_ARGUMENT', 'a tap of beforeWrite cannot write; tap dataChanged for that');
    }
    if (this.#waiting === 0) {
      const result = work();
      return result instanceof Promise ? this.#follow(result) : result;
    }
    if (this.#waiting >= MAX_QUEUED) throw workspaceError('TOO_MANY', `${MAX_QUEUED} changes wait already`);
    return this.#follow(this.#last.then(work));
  }

  /** Runs the taps that are asked before a write. */
  async asking<T>(ask: () => Promise<T>): Promise<T> {
    const turn: Turn = { running: true };
    this.#asking++;
    try {
      return await this.#taps.run(turn, ask);
    } finally {
      turn.running = false;
      this.#asking--;
    }
  }

  #follow<T>(result: Promise<T>): Promise<T> {
    this.#waiting++;
    const ended = (): void => {
      this.#waiting--;
    };
    this.#last = result.then(ended, ended);
    return result;
  }
}
