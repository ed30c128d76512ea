import type { FramedSession } from './session.ts';

/** The framed sessions, by what commands know them by. */
export class FramedSessions {
  readonly #sessions = new Map<string, FramedSession>();

  add(session: FramedSession): void {
    this.#sessions.set(session.id, session);
  }

  remove(id: string): void {
    this.#sessions.delete(id);
  }

  find(id: string): FramedSession | undefined {
    return this.#sessions.get(id);
  }

  /** A variable was deleted by a session. */
  deleted(session: string | undefined, name: string, revision: number): void {
    if (session !== undefined) this.#sessions.get(session)?.deleted(name, revision);
  }
}
