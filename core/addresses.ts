import type { Hook } from './hook.ts';
import type { Effect, Scope } from './scope.ts';

/** Where something can be reached, as its kind has it: of `tcp` host and port. */
export type Address = Readonly<Record<string, unknown>>;

/** Where the host can be reached, by kind. */
export class Addresses {
  readonly #byKind = new Map<string, Address>();
  readonly #changed: Hook<void>;

  /** `changed` is called whenever there is another address, or one fewer. */
  constructor(changed: Hook<void>) {
    this.#changed = changed;
  }

  /** Makes an address known until the scope is closed or the effect undone. */
  publish(scope: Scope, kind: string, address: Address): Effect {
    const effect = scope.add(`address ${kind}`, () => {
      this.#byKind.delete(kind);
      void this.#changed.call();
    });
    this.#byKind.set(kind, address);
    void this.#changed.call();
    return effect;
  }

  /** All addresses as they are now. */
  list(): Record<string, Address> {
    return Object.fromEntries(this.#byKind);
  }
}
