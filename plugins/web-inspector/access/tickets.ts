import { createSecret, digestOf, findByDigest } from './secret.ts';

/** How long a ticket counts, in ms. */
export const TICKET_MS = 60_000;
/** Tickets that count at a time; the oldest goes when there is one more. */
const MAX_TICKETS = 16;

interface Ticket {
  readonly digest: Buffer;
  readonly until: number;
}

/** Secrets that let one browser in, once, within a minute of their making. */
export class Tickets {
  #tickets: readonly Ticket[] = [];
  readonly #now: () => number;

  /** `now` gives ms of a clock that is never set. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  issue(): string {
    const secret = createSecret();
    const ticket = { digest: digestOf(secret), until: this.#now() + TICKET_MS };
    this.#tickets = [...this.#valid(), ticket].slice(-MAX_TICKETS);
    return secret;
  }

  /** Whether a ticket counts; from now on it does not. */
  redeem(secret: string): boolean {
    const found = findByDigest(this.#valid(), secret);
    this.#tickets = this.#valid().filter((ticket) => ticket !== found);
    return found !== undefined;
  }

  #valid(): readonly Ticket[] {
    const now = this.#now();
    return this.#tickets.filter(({ until }) => now < until);
  }
}
