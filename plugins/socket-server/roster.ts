import type { Connection } from './connection.ts';

/** Who is connected, under which names, and who gets broadcasts. */
export class Roster {
  readonly #connections = new Set<Connection>();
  readonly #subscribers = new Set<Connection>();
  readonly #names = new Map<string, Connection>();

  /** All that are connected, the oldest first. */
  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  /** Those that get broadcasts. */
  get subscribers(): ReadonlySet<Connection> {
    return this.#subscribers;
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  subscribe(connection: Connection): void {
    this.#subscribers.add(connection);
  }

  /** Takes a name, which must be nobody's; false when it is. */
  claim(name: string, connection: Connection): boolean {
    if (this.#names.has(name)) return false;
    this.#names.set(name, connection);
    return true;
  }

  /** Frees its name and ends its broadcasts; it may still have answers to get. */
  leave(connection: Connection): void {
    if (!this.#subscribers.delete(connection)) return;
    for (const [name, holder] of this.#names) if (holder === connection) this.#names.delete(name);
  }

  /** It has gone. */
  remove(connection: Connection): void {
    this.leave(connection);
    this.#connections.delete(connection);
  }

  /** How many from an address are silent about their dialect. */
  unknownFrom(address: string): number {
    let count = 0;
    for (const one of this.#connections) if (!one.established && one.address === address) count += 1;
    return count;
  }

  /** The connection that has been silent about its dialect for longest. */
  oldestUnknown(): Connection | undefined {
    for (const connection of this.#connections) if (!connection.established) return connection;
    return undefined;
  }
}
