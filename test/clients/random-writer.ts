import { type Client, ClientError } from '../../clients/node/index.ts';

/** What may come of a random change. */
const EXPECTED = new Set(['NOT_FOUND', 'DUPLICATE', 'DISCONNECTED', 'CLOSED']);

/** Changes variables `v0` to `v<names - 1>` at random, one after the other, until it is stopped. */
export class RandomWriter {
  readonly #client: Client;
  readonly #random: () => number;
  readonly #names: number;
  readonly #work: Promise<void>;
  #isStopped = false;
  #waiting: (() => void) | undefined;
  /** Changes that were made. */
  changes = 0;

  constructor(client: Client, random: () => number, names: number) {
    this.#client = client;
    this.#random = random;
    this.#names = names;
    this.#work = this.#run();
  }

  /** Resolves when so many changes have been made. */
  async reaches(changes: number): Promise<void> {
    while (this.changes < changes && !this.#isStopped) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  /** Resolves when the last change has been answered. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
  }

  async #run(): Promise<void> {
    for (let number = 0; !this.#isStopped; number++) {
      try {
        await this.#change(number);
        this.changes += 1;
        this.#waiting?.();
      } catch (error) {
        if (!(error instanceof ClientError && EXPECTED.has(error.code))) throw error;
      }
    }
  }

  #change(number: number): Promise<unknown> {
    const client = this.#client;
    const name = this.#name();
    const choice = this.#random();
    if (choice < 0.5) return client.set(name, number);
    if (choice < 0.6) return client.setMany({ [name]: number, [`${name}_twin`]: -number });
    if (choice < 0.8) return client.delete(name);
    if (choice < 0.85) return client.rename(name, this.#name());
    if (choice < 0.9) return client.undo(name);
    if (choice < 0.95) return client.restore(name);
    return client.updateMetadata(name, { number });
  }

  #name(): string {
    return `v${Math.floor(this.#random() * this.#names)}`;
  }
}
