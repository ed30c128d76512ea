import { type ClientError, clientError } from '../errors.ts';
import type { Change } from './events.ts';

/** Where changes come from: both are undone by what they return. */
export interface ChangeSource {
  /** Changes, one after the other. */
  onChange(listener: (change: Change) => void): () => void;
  /** The end: an error, or nothing when the client was closed. */
  onEnd(listener: (error: ClientError | undefined) => void): () => void;
}

/**
 * Changes for one reader, in the order of their revisions. When it reads slowly, those that wait for one
 * variable collapse into the last, so that no more wait than there are variables.
 */
export class ChangeQueue implements AsyncIterableIterator<Change> {
  readonly #waiting = new Map<string, Change>();
  readonly #undo: (() => void)[];
  #reader: { resolve(result: IteratorResult<Change>): void; reject(error: unknown): void } | undefined;
  #isDone = false;
  #error: ClientError | undefined;

  /** @param signal ends it: a read then rejects with `ABORTED`. */
  constructor(source: ChangeSource, signal?: AbortSignal) {
    const abort = (): void =>
      this.#end(clientError('ABORTED', 'the reading of changes was aborted', signal?.reason));
    this.#undo = [
      source.onChange((change) => this.#add(change)),
      source.onEnd((error) => this.#end(error)),
      () => signal?.removeEventListener('abort', abort),
    ];
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  }

  next(): Promise<IteratorResult<Change>> {
    if (this.#reader) return Promise.reject(new TypeError('the change before has not been read yet'));
    const [first] = this.#waiting.values();
    if (first) {
      this.#waiting.delete(first.name);
      return Promise.resolve({ done: false, value: first });
    }
    if (!this.#isDone) {
      return new Promise((resolve, reject) => {
        this.#reader = { resolve, reject };
      });
    }
    const error = this.#error;
    this.#error = undefined;
    return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
  }

  /** Called when a `for await` is left. */
  return(): Promise<IteratorResult<Change>> {
    this.#end(undefined);
    this.#waiting.clear();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #add(change: Change): void {
    const reader = this.#reader;
    if (reader) {
      this.#reader = undefined;
      reader.resolve({ done: false, value: change });
      return;
    }
    // To the end, so that revisions stay in order.
    this.#waiting.delete(change.name);
    this.#waiting.set(change.name, change);
  }

  #end(error: ClientError | undefined): void {
    if (this.#isDone) return;
    this.#isDone = true;
    for (const undo of this.#undo) undo();
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.#error = error;
    else if (error) reader.reject(error);
    else reader.resolve({ done: true, value: undefined });
  }
}
