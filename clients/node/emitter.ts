/** What is called with each event of a kind. */
export type Listener<E> = (event: E) => void;

/**
 * Calls listeners by the name of an event, in the order in which they were added.
 *
 * A listener that throws does not keep the others from being called; what it threw becomes an uncaught
 * exception of the program, as with a DOM event.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Adds a listener; what is returned takes it away. The same function may be added more than once. */
  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void {
    const own = (event: Events[K]): void => listener(event);
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all);
    all.add(own);
    return () => void all.delete(own);
  }

  /** Whether anybody listens. */
  has(name: keyof Events): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0;
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        (listener as Listener<Events[K]>)(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
