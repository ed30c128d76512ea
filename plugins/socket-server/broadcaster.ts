import type { Counters } from './counters.ts';
import type { Broadcast } from './pending-broadcasts.ts';
import type { Roster } from './roster.ts';

/** Gives broadcasts to all subscribers, once a turn of the event loop to each. */
export class Broadcaster {
  readonly #roster: Roster;
  readonly #counters: Counters;
  #flushing: NodeJS.Immediate | undefined;

  constructor(roster: Roster, counters: Counters) {
    this.#roster = roster;
    this.#counters = counters;
  }

  /** Sends what `make` makes, which is not asked for while nobody listens. */
  send(make: () => Broadcast): void {
    const { subscribers } = this.#roster;
    if (subscribers.size === 0) return;
    this.#counters.broadcasts += 1;
    const broadcast = make();
    for (const { outbox } of subscribers) outbox.push(broadcast);
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = undefined;
    for (const { outbox } of this.#roster.subscribers) outbox.flush();
  }
}
