import { codeOf } from 'headframe';

/** Codes that are counted each by itself: more come only from plugins that make them up. */
const MAX_CODES = 256;
const OTHER = 'OTHER';

/** How often each error code was answered. */
export class ErrorCodes {
  readonly #counts = new Map<string, number>();

  add(code: string): void {
    const key = this.#counts.has(code) || this.#counts.size < MAX_CODES ? code : OTHER;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** The counts by code, in the order of their first time. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** The requests of a server. */
export interface RequestTotals {
  requests: number;
  /** Requests answered with a failure. */
  errors: number;
}

/** Counts the requests of one connection, and with them those of the server. */
export class RequestCounts {
  requests = 0;
  errors = 0;
  readonly #counters: RequestTotals;
  readonly #codes: ErrorCodes;

  constructor(counters: RequestTotals, codes: ErrorCodes) {
    this.#counters = counters;
    this.#codes = codes;
  }

  request(): void {
    this.requests += 1;
    this.#counters.requests += 1;
  }

  /** A request was answered with a failure. */
  error(error: unknown): void {
    this.errors += 1;
    this.#counters.errors += 1;
    this.#codes.add(codeOf(error));
  }
}
