import type { Notification } from './notification.ts';
import type { Subscriber } from './subscriber.ts';
import type { Subscription } from './subscription.ts';

/** The clients that want the same, and what is to be told them at the end of the turn. */
export class SubscriptionGroup {
  readonly subscription: Subscription;
  readonly members: Set<Subscriber> = new Set();
  #waiting: Notification[] = [];

  constructor(subscription: Subscription) {
    this.subscription = subscription;
  }

  add(notification: Notification): void {
    this.#waiting.push(notification);
  }

  /** Tells every member what has been added; the bytes are made once. */
  flush(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    const { inline } = this.subscription;
    let bytes: Buffer | undefined;
    const frames = (): Buffer => {
      bytes ??= joined(waiting, inline);
      return bytes;
    };
    for (const member of this.members) member.deliver(waiting, frames);
  }
}

function joined(notifications: readonly Notification[], inline: number): Buffer {
  const frames = notifications.flatMap((one) => one.frame(inline) ?? []);
  const [first] = frames;
  return first && frames.length === 1 ? first : Buffer.concat(frames);
}
