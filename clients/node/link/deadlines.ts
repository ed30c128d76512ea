import { clientError } from '../errors.ts';
import type { OpenRequest } from '../requests/request.ts';

/**
 * Fails requests whose time is over. One timer stands for all of them: it is set to the earliest deadline,
 * and looks at all that are open when it fires.
 */
export class Deadlines {
  readonly #open: () => Iterable<OpenRequest>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = Number.POSITIVE_INFINITY;

  /** @param open all requests that are open. */
  constructor(open: () => Iterable<OpenRequest>) {
    this.#open = open;
  }

  /** Gives a request so many milliseconds from now. */
  add(request: OpenRequest, timeoutMs: number): void {
    const now = performance.now();
    request.deadline = now + timeoutMs;
    if (request.deadline < this.#at) this.#set(request.deadline, now);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#at = Number.POSITIVE_INFINITY;
  }

  #set(at: number, now: number): void {
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => this.#sweep(), Math.max(1, Math.ceil(at - now)));
  }

  #sweep(): void {
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const request of this.#open()) {
      if (!request.isOpen) continue;
      if (request.deadline <= now)
        request.fail(clientError('TIMEOUT', `${request.label} was not answered in time`));
      else next = Math.min(next, request.deadline);
    }
    this.#at = Number.POSITIVE_INFINITY;
    if (next < Number.POSITIVE_INFINITY) this.#set(next, now);
  }
}
