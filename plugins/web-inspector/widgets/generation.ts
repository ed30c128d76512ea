import { HeadframeError } from 'headframe';

const MAX_WAITERS = 1024;

/** A number that grows with every change of something, and those who wait for it to grow. */
export class Generation {
  readonly #waiting = new Set<() => void>();
  #value = 1;

  get value(): number {
    return this.#value;
  }

  /** Something has changed: all who wait are told. */
  advance(): void {
    this.#value += 1;
    this.endAll();
  }

  /** Resolves with the number when it is above `since`, after `timeoutMs`, or when the signal fires. Throws `BAD_ARGUMENT`. */
  async wait(since: number, timeoutMs: number, signal: AbortSignal): Promise<number> {
    if (this.#value > since || signal.aborted) return this.#value;
    if (this.#waiting.size >= MAX_WAITERS)
      throw new HeadframeError('BAD_ARGUMENT', `${MAX_WAITERS} wait for the host already`);
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiting.delete(end);
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve(this.#value);
      };
      const timer = setTimeout(end, timeoutMs);
      signal.addEventListener('abort', end, { once: true });
      this.#waiting.add(end);
    });
  }

  /** Ends all waits as if their time were over. */
  endAll(): void {
    for (const end of [...this.#waiting]) end();
  }
}
