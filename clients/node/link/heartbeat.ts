/** A host that is not heard of for so many of its beats is taken for dead. */
const MISSED_BEATS = 3;

/** Notices when a host says nothing any more, though its connection seems open. */
export class Heartbeat {
  readonly #silent: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #beats = 0;

  /** @param silent is called once, when it has been too long. */
  constructor(silent: () => void) {
    this.#silent = silent;
  }

  /** Begins to count; 0 milliseconds: the host sends no heartbeats. */
  start(milliseconds: number): void {
    if (!(milliseconds > 0)) return;
    this.#timer = setInterval(() => {
      this.#beats += 1;
      if (this.#beats <= MISSED_BEATS) return;
      this.stop();
      this.#silent();
    }, milliseconds);
  }

  /** Something has come. */
  seen(): void {
    this.#beats = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
