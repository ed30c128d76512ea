import type { Lock, LockTable } from './lock-table.ts';

/** A lock that is asked for. */
export interface LockRequest {
  readonly name: string;
  /** Who will hold it, for people. */
  readonly holder: string;
  /** The session that may then write; the same one extends its own lock. */
  readonly session: string;
  readonly leaseMs: number;
  /** Aborted when the session ends: its locks are released. */
  readonly signal: AbortSignal;
}

/** Ties locks to their sessions: they are released when the session ends. */
export class SessionLocks {
  readonly #locks: LockTable;
  readonly #sessions = new Set<string>();

  constructor(locks: LockTable) {
    this.#locks = locks;
  }

  /** Takes or extends a lock. Throws `LOCKED`, `TOO_MANY`. */
  lock({ name, holder, session, leaseMs, signal }: LockRequest): Lock {
    const lock = this.#locks.lock(name, holder, session, leaseMs);
    if (signal.aborted) this.#locks.releaseAll(session);
    else this.#follow(session, signal);
    return lock;
  }

  #follow(session: string, signal: AbortSignal): void {
    if (this.#sessions.has(session)) return;
    this.#sessions.add(session);
    const release = (): void => {
      this.#sessions.delete(session);
      this.#locks.releaseAll(session);
    };
    signal.addEventListener('abort', release, { once: true });
  }
}
