import type { Logger } from '../logger.ts';
import type { Effect, Scope } from '../scope.ts';
import { withTimeout } from '../timeout.ts';

type Use = (iface: object, scope: Scope) => void | Promise<void>;

interface Watch {
  readonly partner: string;
  readonly use: Use;
  readonly consumer: Scope;
  /** What `use` has registered while the partner is active. */
  current: Scope | undefined;
}

const USE_TIMEOUT_MS = 5000;

/** Who wants to meet which plugin whenever that one is active: the other half of `withInterface`. */
export class Partners {
  readonly #watches = new Set<Watch>();

  /** Registers a wish; `iface` is the partner's facade when it is active already. */
  watch(consumer: Scope, partner: string, iface: object | undefined, use: Use): Effect {
    const watch: Watch = { partner, use, consumer, current: undefined };
    const effect = consumer.add(`with ${partner}`, () => {
      this.#watches.delete(watch);
      watch.current = undefined;
    });
    this.#watches.add(watch);
    if (iface) void this.#meet(watch, iface);
    return effect;
  }

  /** A plugin has become active. Resolves when everybody who waited for it is done with meeting it. */
  async arrived(partner: string, iface: object): Promise<void> {
    for (const watch of [...this.#watches]) if (watch.partner === partner) await this.#meet(watch, iface);
  }

  /** A plugin is about to be closed: what was done with it is undone, last first. */
  async leaving(partner: string, logger: Logger): Promise<void> {
    for (const watch of [...this.#watches].reverse()) {
      if (watch.partner !== partner) continue;
      for (const { label, error } of await this.#leave(watch)) {
        logger.error({ err: error, plugin: watch.consumer.owner.name }, `undo of ${label} failed`);
      }
    }
  }

  async #meet(watch: Watch, iface: object): Promise<void> {
    if (watch.consumer.closed || watch.current) return;
    const scope = watch.consumer.child(`with ${watch.partner}`);
    watch.current = scope;
    const start = performance.now();
    try {
      const result = watch.use(iface, scope);
      if (result instanceof Promise)
        await withTimeout(result, USE_TIMEOUT_MS, `withInterface(${watch.partner})`);
    } catch (error) {
      const owner = watch.consumer.owner.name;
      scope.report({ hook: `withInterface(${watch.partner})`, owner, ms: performance.now() - start, error });
    }
  }

  async #leave(watch: Watch) {
    const scope = watch.current;
    watch.current = undefined;
    return (await scope?.dispose()) ?? [];
  }
}
