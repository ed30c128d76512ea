import type { Logger } from 'headframe';

/** A warning that others can provoke as often as they like, and that is logged at most once in a while. */
export class Notice {
  readonly #logger: Logger;
  readonly #everyMs: number;
  #lastAt = Number.NEGATIVE_INFINITY;
  #held = 0;

  constructor(logger: Logger, everyMs: number) {
    this.#logger = logger;
    this.#everyMs = everyMs;
  }

  tell(fields: object, text: string): void {
    const now = performance.now();
    if (now - this.#lastAt < this.#everyMs) {
      this.#held += 1;
      return;
    }
    this.#logger.warn(this.#held > 0 ? { ...fields, before: this.#held } : fields, text);
    this.#lastAt = now;
    this.#held = 0;
  }
}
