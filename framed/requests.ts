import type { Answer, Pending } from './answer.ts';

/** Requests of one connection that may be open at a time. */
const MAX_OPEN = 256;

/** What becomes of a request. */
export interface Outcomes {
  answered(answer: Answer): void;
  failed(error: unknown): void;
  /** Whatever it was, it is over; or those behind it may begin. */
  moved(): void;
}

/** The requests of one session that are open, and whether those behind them may begin. */
export class Requests {
  readonly #open = new Set<number>();
  #held = false;

  /** Whether no other may begin now. */
  get isFull(): boolean {
    return this.#held || this.#open.size >= MAX_OPEN;
  }

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** Whether an id belongs to an open request. */
  has(id: number): boolean {
    return this.#open.has(id);
  }

  /** Follows a request until it is answered. */
  follow(id: number, { answer, applied }: Pending, { answered, failed, moved }: Outcomes): void {
    this.#open.add(id);
    if (applied !== undefined) this.#hold(applied, moved);
    answer.then(answered, failed).then(() => {
      this.#open.delete(id);
      moved();
    }, failed);
  }

  #hold(applied: Promise<unknown>, moved: () => void): void {
    this.#held = true;
    const release = (): void => {
      this.#held = false;
      moved();
    };
    applied.then(release, release);
  }
}
