import type { Notification } from './notification.ts';

/** The notifications that wait for one client, in order; of one subject the last alone. */
export class PendingNotifications {
  readonly #waiting = new Map<string, Notification>();
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Bytes that they take, roughly. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds one at the end; true when it replaced one of the same subject. */
  push(notification: Notification): boolean {
    const earlier = this.#waiting.get(notification.subject);
    if (earlier) this.#remove(earlier);
    this.#waiting.set(notification.subject, notification);
    this.#bytes += notification.size;
    return earlier !== undefined;
  }

  /** Takes the first one away. */
  shift(): Notification | undefined {
    for (const first of this.#waiting.values()) {
      this.#remove(first);
      return first;
    }
    return undefined;
  }

  clear(): void {
    this.#waiting.clear();
    this.#bytes = 0;
  }

  #remove(notification: Notification): void {
    this.#waiting.delete(notification.subject);
    this.#bytes -= notification.size;
  }
}
