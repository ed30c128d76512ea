/** Work that is asked for more often than it has to be done: at most one run at a time, and one more after it. */
export class Coalesced {
  readonly #run: () => Promise<void>;
  #wanted = false;
  #running: Promise<void> | undefined;

  constructor(run: () => Promise<void>) {
    this.#run = run;
  }

  /** Asks for a run that begins after this call. Settles as the runs do that end then. */
  trigger(): Promise<void> {
    this.#wanted = true;
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Resolves when nothing runs any more, however that ended. */
  async idle(): Promise<void> {
    await Promise.allSettled([this.#running]);
  }

  async #loop(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      await this.#run();
    }
  }
}
