import type { Notifier } from './notifier.ts';
import type { FramedSession } from './session.ts';

/** The framed sessions, by what commands know them by, and who tells them of changes. */
export class FramedSessions {
  readonly notifier: Notifier;
  readonly #sessions = new Map<string, FramedSession>();

  constructor(notifier: Notifier) {
    this.notifier = notifier;
  }

  add(session: FramedSession): void {
    this.#sessions.set(session.id, session);
  }

  /** It has gone. */
  remove(id: string): void {
    this.#sessions.get(id)?.close();
    this.#sessions.delete(id);
  }

  /** Asks all clients whether they live; `revision` is the workspace's. */
  beat(revision: number): void {
    for (const session of this.#sessions.values()) if (session.established) session.beat(revision);
  }

  /** Tells all clients that a setting has changed. */
  settingsChanged(key: string): void {
    for (const session of this.#sessions.values()) {
      if (session.established) session.feed.settingsChanged(key);
    }
  }

  /** A variable was deleted by a session. */
  deleted(session: string | undefined, name: string, revision: number): void {
    if (session !== undefined) this.#sessions.get(session)?.deleted(name, revision);
  }
}
