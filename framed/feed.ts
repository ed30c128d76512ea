import { NOTIFICATION } from 'headframe/codec';
import type { FramedOutput } from './framed-output.ts';
import { Heartbeat } from './heartbeat.ts';
import { encodeNotification } from './notification.ts';
import type { FramedPeer } from './peer.ts';
import { replay, type Since } from './replay.ts';
import { Subscriber } from './subscriber.ts';
import { Subscription, type SubscriptionParams } from './subscription.ts';

/** What one framed client is told without asking. */
export class Feed {
  readonly #peer: FramedPeer;
  readonly #output: FramedOutput;
  readonly #subscriber: Subscriber;
  readonly #heartbeat = new Heartbeat();
  #isBehind = false;
  #taken = 0;

  constructor(peer: FramedPeer, output: FramedOutput) {
    this.#peer = peer;
    this.#output = output;
    this.#subscriber = new Subscriber(output, peer.queueLimits, {
      collapsed: () => peer.collapsed(),
      overflowed: (reason) => peer.tooSlow(reason),
    });
  }

  /**
   * Begins to tell of variables, after what was missed since then; false when that is not known any more.
   * Nothing is written before the next turn.
   */
  begin(params: SubscriptionParams | null, since: Since | null): boolean {
    const { host } = this.#peer;
    const subscription = this.subscribe(params);
    const missed = since ? replay(host.workspace, since, subscription) : [];
    for (const one of missed ?? []) this.#subscriber.push(one);
    setImmediate(() => this.advance());
    return missed !== undefined;
  }

  /** Tells of these variables from now on, and of nothing that waited. */
  subscribe(params: SubscriptionParams | null): Subscription | undefined {
    const subscription = params ? new Subscription(params) : undefined;
    this.#peer.host.framed.notifier.subscribe(this.#subscriber, subscription);
    return subscription;
  }

  /** Something came from the client, or it is not read at the moment. */
  alive(): void {
    this.#heartbeat.alive();
  }

  /** Writes what waits, as far as the client takes it. */
  advance(): void {
    this.#subscriber.pump();
  }

  /** Asks whether the client lives, and closes it when it has not shown that for too long. */
  beat(revision: number): void {
    const { taken, queuedBytes } = this.#output;
    // What a frozen client is sent is taken too, until the system's buffers are full.
    if (this.#isBehind && taken > this.#taken) this.alive();
    this.#taken = taken;
    this.#isBehind = queuedBytes > 0;
    if (this.#heartbeat.isLost) this.#peer.destroy('it answers no heartbeat');
    else this.#output.writeNow(this.#heartbeat.next(revision));
  }

  /** Notes the answer to a heartbeat; false when there was none to be answered. */
  answer(id: number): boolean {
    return this.#heartbeat.answer(id);
  }

  settingsChanged(key: string): void {
    const frame = encodeNotification(NOTIFICATION.settingsChanged, { keys: [key] });
    // No variable's name has a space.
    this.#subscriber.push({ subject: `setting ${key}`, size: frame.length, frame: () => frame });
    this.advance();
  }

  goAway(reason: string, code: string): void {
    this.advance();
    this.#output.write(encodeNotification(NOTIFICATION.goAway, { reason, code, reconnect: true }));
  }

  close(): void {
    this.#peer.host.framed.notifier.unsubscribe(this.#subscriber);
  }
}
