import type { OpenRequest } from '../requests/request.ts';

/** The requests that a connection has not answered, by their ids: whole numbers from 1, used again. */
export class RequestTable {
  readonly #slots: (OpenRequest | undefined)[] = [];
  readonly #free: number[] = [];

  /** How many are open. */
  get size(): number {
    return this.#slots.length - this.#free.length;
  }

  /** Keeps a request; gives its id. */
  add(request: OpenRequest): number {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = request;
    return slot + 1;
  }

  /** The request with an id, which is free from now on. */
  take(id: number): OpenRequest | undefined {
    const request = this.#slots[id - 1];
    if (request === undefined) return undefined;
    this.#slots[id - 1] = undefined;
    this.#free.push(id - 1);
    return request;
  }

  /** All of them, in no order. */
  *requests(): Iterable<OpenRequest> {
    for (const request of this.#slots) if (request !== undefined) yield request;
  }
}
