import type { FramedOutput } from './framed-output.ts';
import type { Notification } from './notification.ts';
import { PendingNotifications } from './pending-notifications.ts';
import type { QueueLimits } from './queue-limits.ts';
import type { Subscription } from './subscription.ts';

/** What a subscriber tells of. */
export interface SubscriberEvents {
  /** A notification replaced one that had not been sent. */
  collapsed(): void;
  /** The client is too slow. */
  overflowed(reason: string): void;
}

/** As long as more than this waits for the system to take it, notifications wait where they can collapse. */
const CONGESTED_BYTES = 64 * 1024;

/**
 * One client's notifications: written at once while it reads, else kept, the last of each variable, within the
 * limits of slow readers.
 */
export class Subscriber {
  /** What it wants of variables; nothing when absent. */
  subscription: Subscription | undefined;
  readonly #output: FramedOutput;
  readonly #limits: QueueLimits;
  readonly #events: SubscriberEvents;
  readonly #pending = new PendingNotifications();
  #tooFull: NodeJS.Timeout | undefined;

  constructor(output: FramedOutput, limits: QueueLimits, events: SubscriberEvents) {
    this.#output = output;
    this.#limits = limits;
    this.#events = events;
  }

  /** Hands over what came about in one turn; `joined` gives the frames of all as one, made once for all clients. */
  deliver(notifications: readonly Notification[], joined: () => Buffer): void {
    if (this.#pending.isEmpty && !this.#isCongested) this.#output.writeNow(joined());
    else for (const one of notifications) this.push(one);
  }

  /** Hands over one; {@link pump} writes it. */
  push(notification: Notification): void {
    if (this.#pending.push(notification)) this.#events.collapsed();
    const { softBytes, softMs, hardBytes } = this.#limits;
    const { bytes } = this.#pending;
    if (bytes > hardBytes) this.#overflow(`${bytes} bytes wait for it; ${hardBytes} are allowed`);
    else if (bytes > softBytes) {
      const reason = `more than ${softBytes} bytes have waited for it for ${softMs} ms`;
      this.#tooFull ??= setTimeout(() => this.#overflow(reason), softMs);
    }
  }

  /** Writes what waits, as far as the client takes it. */
  pump(): void {
    while (!this.#pending.isEmpty && !this.#isCongested) this.#output.writeNow(this.#take());
    if (this.#pending.bytes <= this.#limits.softBytes) this.#notTooFull();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#pending.clear();
    this.#notTooFull();
  }

  get #isCongested(): boolean {
    return this.#output.queuedBytes > CONGESTED_BYTES;
  }

  #take(): Buffer {
    const frames: Buffer[] = [];
    const inline = this.subscription?.inline ?? 0;
    let bytes = 0;
    while (bytes < CONGESTED_BYTES) {
      const next = this.#pending.shift();
      if (!next) break;
      const frame = next.frame(inline);
      if (!frame) continue;
      frames.push(frame);
      bytes += frame.length;
    }
    return Buffer.concat(frames);
  }

  #overflow(reason: string): void {
    this.clear();
    this.#events.overflowed(reason);
  }

  #notTooFull(): void {
    clearTimeout(this.#tooFull);
    this.#tooFull = undefined;
  }
}
