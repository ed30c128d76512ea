import { setImmediate } from 'node:timers';
import { fileError, storageError } from './errors.ts';

/** What is synced, and how. */
export interface SyncTarget {
  /** Syncs, while so many wait for it; none when the time has come to do it anyway. */
  sync(waiters: number): Promise<void> | void;
  /** The disk has failed for good. */
  failed(error: Error): void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What is appended without being waited for is on disk after this. */
const DELAY_MS = 1000;

/**
 * Syncs for many at once: those who ask while a sync runs share the next one, and what nobody waits for
 * is synced a second after it was written.
 *
 * Notes: after a failed sync nobody knows what is on disk, and a second try may report success for pages
 * that the system has dropped. So the first failure is the end: everything is refused from then on.
 */
export class Syncer {
  readonly #target: SyncTarget;
  #waiters: Waiter[] = [];
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #due = false;
  #error: Error | undefined;

  constructor(target: SyncTarget) {
    this.#target = target;
  }

  /** Something has been written: syncs within a second. */
  request(): void {
    if (this.#timer !== undefined || this.#error) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#due = true;
      this.#start();
    }, DELAY_MS);
    this.#timer.unref();
  }

  /** Resolves when all that has been written is on disk. Rejects with `STORAGE_FAILED`. */
  wait(): Promise<void> {
    if (this.#error) return Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      // Those who ask in this turn of the event loop are served together.
      if (this.#waiters.length === 1 && !this.#running) setImmediate(() => this.#start());
    });
  }

  /** Runs `work` when no sync runs; none begins before it has ended. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running) await this.#running;
    const result = work();
    this.#running = result.then(
      () => this.#next(),
      () => this.#next(),
    );
    return result;
  }

  /** Ends the waiting for the next timed sync. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
  }

  #next(): void {
    this.#running = undefined;
    this.#start();
  }

  #start(): void {
    if (this.#running || (this.#waiters.length === 0 && !this.#due)) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    this.#due = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#sync(waiters).then(() => this.#next());
  }

  async #sync(waiters: readonly Waiter[]): Promise<void> {
    try {
      if (this.#error) throw this.#error;
      await this.#target.sync(waiters.length);
      for (const { resolve } of waiters) resolve();
    } catch (error) {
      const failure = this.#error ?? this.#fail(error);
      for (const { reject } of waiters) reject(failure);
    }
  }

  #fail(error: unknown): Error {
    const { message } = fileError('the log could not be put on disk', error);
    this.#error = storageError('STORAGE_FAILED', message, {}, error);
    this.#target.failed(this.#error);
    return this.#error;
  }
}
