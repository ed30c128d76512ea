import { codeOf, type PublicInterface } from 'headframe';
import type { DataEvent, Metadata, Interface as Workspace } from 'headframe/workspace';
import { DataChanged, DataDeleted, type Notification } from './notification.ts';
import type { Subscriber } from './subscriber.ts';
import type { Subscription } from './subscription.ts';
import { SubscriptionGroup } from './subscription-group.ts';

/** What a {@link Notifier} counts. */
export interface NotifierCounters {
  /** Notifications made, each for all who wanted it. */
  broadcasts: number;
}

/**
 * Tells framed clients of changes, once a turn of the event loop. What is told is encoded once for all that
 * want the same of it, and is one write to each.
 */
export class Notifier {
  readonly #workspace: Pick<PublicInterface<Workspace>, 'peekMetadata'>;
  readonly #counters: NotifierCounters;
  readonly #groups = new Map<string, SubscriptionGroup>();
  #flushing: NodeJS.Immediate | undefined;

  constructor(workspace: Pick<PublicInterface<Workspace>, 'peekMetadata'>, counters: NotifierCounters) {
    this.#workspace = workspace;
    this.#counters = counters;
  }

  /** Tells a client from now on what it wants, and of nothing before; of nothing at all without a subscription. */
  subscribe(subscriber: Subscriber, subscription: Subscription | undefined): void {
    this.flush();
    this.unsubscribe(subscriber);
    subscriber.subscription = subscription;
    if (!subscription) return;
    const group = this.#groups.get(subscription.key) ?? new SubscriptionGroup(subscription);
    this.#groups.set(subscription.key, group);
    group.members.add(subscriber);
  }

  unsubscribe(subscriber: Subscriber): void {
    const key = subscriber.subscription?.key;
    const group = key === undefined ? undefined : this.#groups.get(key);
    group?.members.delete(subscriber);
    if (group?.members.size === 0) this.#groups.delete(group.subscription.key);
    subscriber.clear();
  }

  /** A variable was created, changed, restored, or its metadata was. */
  changed(event: DataEvent): void {
    const groups = this.#wanting(event.name);
    if (groups.length === 0) return;
    const metadata = this.#peek(event.name);
    // Whatever has come after this change already is told next.
    if (metadata === undefined || metadata.revision > event.revision) return;
    const notification = new DataChanged(event, metadata, () => event.value);
    this.#add(
      groups.filter(({ subscription }) => subscription.wantsKind(metadata.kind)),
      notification,
    );
  }

  /** A variable was deleted, or has another name. */
  deleted(event: DataEvent): void {
    this.#add(this.#wanting(event.name), new DataDeleted(event));
  }

  /** Tells what there is to tell. */
  flush(): void {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    for (const group of this.#groups.values()) group.flush();
  }

  #wanting(name: string): SubscriptionGroup[] {
    if (this.#groups.size === 0) return [];
    return [...this.#groups.values()].filter(({ subscription }) => subscription.wantsName(name));
  }

  #peek(name: string): Metadata | undefined {
    try {
      return this.#workspace.peekMetadata(name);
    } catch (error) {
      if (codeOf(error) !== 'NOT_FOUND') throw error;
      return undefined;
    }
  }

  #add(groups: readonly SubscriptionGroup[], notification: Notification): void {
    if (groups.length === 0) return;
    this.#counters.broadcasts += 1;
    for (const group of groups) group.add(notification);
    this.#flushing ??= setImmediate(() => this.flush());
  }
}
