import { namePattern } from './name-pattern.ts';

/** Largest value that comes along with a notification, in bytes. */
export const MAX_INLINE_BYTES = 4096;

/** What a client wants to be told of, as it comes. */
export interface SubscriptionParams {
  /** Patterns; one of them has to match. All names when absent. */
  readonly names?: readonly string[];
  /** Kinds of values; all when absent. */
  readonly kinds?: readonly string[];
  /** Values up to so many bytes come along; none when absent. */
  readonly inline?: number;
}

/** What a client wants to be told of. Clients that want the same are told by the same bytes. */
export class Subscription {
  /** The same for all that want the same. */
  readonly key: string;
  readonly inline: number;
  readonly #names: readonly ((name: string) => boolean)[] | undefined;
  readonly #kinds: ReadonlySet<string> | undefined;

  constructor({ names, kinds, inline = 0 }: SubscriptionParams) {
    this.key = JSON.stringify([names ?? null, kinds ?? null, inline]);
    this.inline = inline;
    this.#names = names?.map(namePattern);
    this.#kinds = kinds && new Set(kinds);
  }

  wantsName(name: string): boolean {
    return this.#names === undefined || this.#names.some((matches) => matches(name));
  }

  /** A deleted variable has no kind any more: whoever wants its name is told. */
  wantsKind(kind: string | null | undefined): boolean {
    return this.#kinds === undefined || kind === undefined || (kind !== null && this.#kinds.has(kind));
  }
}
