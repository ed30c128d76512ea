import { workspaceError } from './errors.ts';

/** How a wait ended: the variable's revision (0: not there), and whether it is newer than what was asked for. */
export interface Waited {
  readonly revision: number;
  readonly newer: boolean;
}

/** One wait: for a variable that exists and is newer than a revision, at most `timeoutMs`, or until the signal. */
export interface Wait {
  readonly name: string;
  readonly since: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** One who waits: `check` ends the wait when it is over, `end` at once. */
interface Waiter {
  readonly check: () => void;
  readonly end: () => void;
}

const MAX_WAITERS = 100_000;

/** Those who wait for a variable to exist or to change. */
export class Waiters {
  readonly #waiting = new Map<string, Set<Waiter>>();
  readonly #revisionOf: (name: string) => number;
  #count = 0;

  /** `revisionOf` gives a variable's revision, 0 when it is not there. */
  constructor(revisionOf: (name: string) => number) {
    this.#revisionOf = revisionOf;
  }

  /** Whether anybody waits. */
  get used(): boolean {
    return this.#count > 0;
  }

  /** Resolves when the variable is newer, or the time is over. Throws `TOO_MANY`. */
  async wait({ name, since, timeoutMs, signal }: Wait): Promise<Waited> {
    const state = (): Waited => {
      const revision = this.#revisionOf(name);
      return { revision, newer: revision > since };
    };
    if (state().newer || signal?.aborted) return state();
    if (this.#count >= MAX_WAITERS) throw workspaceError('TOO_MANY', `${MAX_WAITERS} wait already`);
    return new Promise((resolve) => {
      const end = (): void => {
        this.#remove(name, waiter);
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve(state());
      };
      const check = (): void => {
        if (state().newer) end();
      };
      const waiter: Waiter = { check, end };
      const timer = setTimeout(end, timeoutMs);
      signal?.addEventListener('abort', end, { once: true });
      this.#add(name, waiter);
    });
  }

  /** A variable has changed. */
  notify(name: string): void {
    for (const { check } of [...(this.#waiting.get(name) ?? [])]) check();
  }

  /** Ends all waits as if their time were over. */
  endAll(): void {
    for (const waiters of [...this.#waiting.values()]) for (const { end } of [...waiters]) end();
  }

  #add(name: string, waiter: Waiter): void {
    const waiters = this.#waiting.get(name) ?? new Set();
    waiters.add(waiter);
    this.#waiting.set(name, waiters);
    this.#count++;
  }

  #remove(name: string, waiter: Waiter): void {
    const waiters = this.#waiting.get(name);
    if (waiters?.delete(waiter)) this.#count--;
    if (waiters?.size === 0) this.#waiting.delete(name);
  }
}
