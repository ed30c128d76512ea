import { workspaceError } from './errors.ts';

/** A lock on a name. */
export interface Lock {
  readonly name: string;
  /** Who holds it, for people. */
  readonly holder: string;
  /** The session that may write; several may have the same holder's name. */
  readonly session: string;
  /** When the lease ends, in ms since 1970. */
  readonly until: number;
}

/** Who may write to which name: one session a lock, until it unlocks, its lease ends, or it goes away. */
export class LockTable {
  readonly #locks = new Map<string, Lock>();
  readonly #maximum: number;
  readonly #now: () => number;

  constructor(maximum: number, now: () => number) {
    this.#maximum = maximum;
    this.#now = now;
  }

  /** Takes a lock or extends the session's own. Throws `LOCKED`, `TOO_MANY`. */
  lock(name: string, holder: string, session: string, leaseMs: number): Lock {
    this.check(name, session);
    this.#makeRoom();
    const lock: Lock = { name, holder, session, until: this.#now() + leaseMs };
    this.#locks.set(name, lock);
    return lock;
  }

  /** Gives a lock back; false when there was none. Throws `LOCKED` when it is another session's. */
  unlock(name: string, session: string): boolean {
    this.check(name, session);
    return this.#locks.delete(name);
  }

  /** The lock on a name, if its lease has not ended. */
  find(name: string): Lock | undefined {
    const lock = this.#locks.get(name);
    if (!lock || lock.until > this.#now()) return lock;
    this.#locks.delete(name);
    return undefined;
  }

  /** Throws `LOCKED` when another session holds the name. */
  check(name: string, session: string | undefined): void {
    if (this.#locks.size === 0) return;
    const lock = this.find(name);
    if (!lock || lock.session === session) return;
    const ms = lock.until - this.#now();
    throw workspaceError('LOCKED', `${name} is locked by ${lock.holder} for another ${ms} ms`, {
      name,
      holder: lock.holder,
      until: lock.until / 1000,
    });
  }

  /** Releases all locks of a session. */
  releaseAll(session: string): void {
    for (const lock of this.#locks.values()) if (lock.session === session) this.#locks.delete(lock.name);
  }

  #makeRoom(): void {
    if (this.#locks.size < this.#maximum) return;
    for (const name of [...this.#locks.keys()]) this.find(name);
    if (this.#locks.size < this.#maximum) return;
    throw workspaceError('TOO_MANY', `there are ${this.#maximum} locks already (workspace.max_variables)`);
  }
}
