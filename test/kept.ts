/** How long what nobody uses any more waits for another test. */
const KEPT_MS = 2_000;

/** Something costly that the tests of a process have in common, from file to file: it is closed when they are over. */
export class Kept<Resource> {
  readonly #close: (resource: Resource) => Promise<unknown>;
  #resource: Promise<Resource> | undefined;
  #closing: NodeJS.Timeout | undefined;

  constructor(close: (resource: Resource) => Promise<unknown>) {
    this.#close = close;
  }

  /** What is open, or what `open` gives when nothing is. */
  take(open: () => Promise<Resource>): Promise<Resource> {
    clearTimeout(this.#closing);
    this.#resource ??= open();
    return this.#resource;
  }

  /** Closes it, unless it is taken again soon. */
  leave(): void {
    clearTimeout(this.#closing);
    this.#closing = setTimeout(async () => {
      const resource = this.#resource;
      this.#resource = undefined;
      if (resource) await this.#close(await resource);
    }, KEPT_MS);
  }
}
