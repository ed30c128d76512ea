import type { Frame } from '../../../codec/frame/framed/index.ts';
import { asClientError } from '../errors.ts';
import type { Link } from '../link/link.ts';
import type { SessionInfo } from '../link/session-info.ts';
import { CommandRequest, type Params } from '../requests/command.ts';
import type { Change, ClientEvents } from './events.ts';
import type { Metadata, MetadataFilter } from './metadata.ts';
import { readChange } from './notification.ts';
import { filtersOf, type Subscription } from './subscription.ts';
import { type Position, View } from './view.ts';

/** How a feed reaches its client. */
export interface FeedEvents {
  readonly changed: (change: Change) => void;
  readonly resynced: (event: ClientEvents['resynced']) => void;
}

/**
 * The changes of the variables that are subscribed to, over all connections: in order, without a gap, none
 * twice. After a reconnection the host replays what was missed; where it cannot, the variables' metadata is
 * compared with what has been told.
 */
export class Feed {
  readonly #link: Link;
  readonly #events: FeedEvents;
  readonly #view = new View();
  #subscription: Subscription | undefined;
  #workspace = '';
  /** Whether the view holds what the host has. */
  #isKnown = false;
  /** The last change of each variable that came while a snapshot was on its way. */
  #held: Map<string, Change> | undefined;
  /** A later snapshot makes those that are on their way worthless. */
  #generation = 0;

  constructor(link: Link, events: FeedEvents, subscription: Subscription | undefined) {
    this.#link = link;
    this.#events = events;
    this.#subscription = subscription;
  }

  get subscription(): Subscription | undefined {
    return this.#subscription;
  }

  /** What a new connection's hello says of it. */
  get hello(): Params {
    if (!this.#subscription) return {};
    return { subscribe: this.#subscription, ...(this.#isKnown && { since: this.#view.position }) };
  }

  /** A connection is there. Resolves when the view is what the host has. */
  async connected({ workspace, revision, resync }: SessionInfo): Promise<void> {
    this.#workspace = workspace;
    this.#generation += 1;
    this.#held = undefined;
    if (!this.#subscription) return;
    if (!this.#isKnown) await this.#catchUp({ workspace, revision }, false);
    else if (resync) await this.#catchUp({ workspace, revision }, true);
  }

  /** Changes what is subscribed to; resolves when changes from now on are told. */
  async subscribe(subscription: Subscription | undefined): Promise<void> {
    this.#subscription = subscription;
    this.#isKnown = false;
    this.#generation += 1;
    const params = { subscribe: subscription ?? null };
    const request = new CommandRequest('subscribe', params, (answer) => Number(answer.json().revision), {
      isRead: true,
    });
    const held = new Map<string, Change>();
    this.#held = held;
    const revision = await this.#link.submit(request);
    // A connection that came in between has been told by its hello.
    if (this.#held !== held) return;
    if (subscription) await this.#catchUp({ workspace: this.#workspace, revision }, false);
    else this.#held = undefined;
  }

  /** A notification has come. Throws `PROTOCOL`. */
  notified(frame: Frame): void {
    const change = readChange(frame);
    if (!change || !this.#subscription) return;
    if (!this.#held) this.#deliver(change);
    else {
      this.#held.delete(change.name);
      this.#held.set(change.name, change);
    }
  }

  #deliver(change: Change): void {
    if (this.#view.admit(change)) this.#events.changed(change);
  }

  /** Reads the metadata of all variables; tells what is new in it, or takes it for the beginning. */
  async #catchUp(position: Position, isTold: boolean): Promise<void> {
    const generation = ++this.#generation;
    this.#held ??= new Map();
    const snapshot = await this.#readAll(generation);
    if (snapshot === undefined) return;
    if (isTold) {
      const { changed, deleted } = this.#view.catchUp(snapshot, position);
      for (const change of [...changed, ...deleted]) this.#events.changed(change);
      const { revision } = this.#view.position;
      this.#events.resynced({ revision, changed: changed.length, deleted: deleted.length });
    } else this.#view.begin(snapshot, position);
    this.#isKnown = true;
    const held = this.#held;
    this.#held = undefined;
    for (const change of held.values()) this.#deliver(change);
  }

  /** The variables of the subscription; nothing when the answer came too late to be of use. */
  async #readAll(generation: number): Promise<Map<string, Metadata> | undefined> {
    const filters = filtersOf(this.#subscription ?? {});
    const requests = filters.map((filter) => this.#link.submit(allMetadata(filter)));
    try {
      const found = await Promise.all(requests);
      return generation === this.#generation ? new Map(found.flatMap((entries) => [...entries])) : undefined;
    } catch (error) {
      if (generation === this.#generation) this.#link.drop(asClientError(error));
      throw error;
    }
  }
}

/** The request for the metadata of the variables that pass a filter. */
export function allMetadata(filter: MetadataFilter): CommandRequest<Map<string, Metadata>> {
  return new CommandRequest(
    'get_all_metadata',
    { filter },
    (answer) => new Map(Object.entries(answer.json().metadata as Record<string, Metadata>)),
    { isRead: true },
  );
}
