import type { Change } from './changes/events.ts';
import type { Metadata } from './changes/metadata.ts';
import type { Client } from './client.ts';
import type { ChangeOptions, GetOptions, SetOptions } from './options.ts';
import type { RequestOptions } from './requests/request.ts';

/** One variable by its name, whether it exists or not. Nothing is kept here: each method asks the host. */
export class Variable<T> {
  readonly name: string;
  readonly #client: Client;

  constructor(client: Client, name: string) {
    this.#client = client;
    this.name = name;
  }

  /** Its value; see the client's `get`. */
  get(options?: GetOptions): Promise<T> {
    return this.#client.get<T>(this.name, options);
  }

  /** Writes it; resolves with its revision. */
  set(value: T, options?: SetOptions): Promise<number> {
    return this.#client.set(this.name, value, options);
  }

  /** Moves it into the recycle bin; resolves with the revision of that. */
  delete(options?: ChangeOptions): Promise<number> {
    return this.#client.delete(this.name, options);
  }

  metadata(options?: RequestOptions): Promise<Metadata> {
    return this.#client.metadata(this.name, options);
  }

  /** Calls a listener whenever it changes or goes; what is returned stops that. */
  on(listener: (change: Change) => void): () => void {
    const own = (change: Change): void => {
      if (change.name === this.name) listener(change);
    };
    const off = [this.#client.on('dataChanged', own), this.#client.on('dataDeleted', own)];
    return () => {
      for (const stop of off) stop();
    };
  }
}
