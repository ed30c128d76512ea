import { type Frame, NOTIFICATION } from '../../codec/frame/framed/index.ts';
import { ChangeQueue } from './changes/change-queue.ts';
import type { Change, ClientEvents } from './changes/events.ts';
import { Feed } from './changes/feed.ts';
import type { Subscription } from './changes/subscription.ts';
import { Emitter, type Listener } from './emitter.ts';
import { asClientError, type ClientError } from './errors.ts';
import { parseJson } from './link/json.ts';
import { Link } from './link/link.ts';
import type { Route } from './link/link-options.ts';
import type { SessionInfo } from './link/session-info.ts';
import type { ClientOptions } from './options.ts';
import type { Immutable } from './places/immutable.ts';
import type { OpenPlaces, SessionPlaces } from './places/session-places.ts';
import { CommandRequest, type Params } from './requests/command.ts';
import type { CommandAnswer } from './requests/command-answer.ts';
import type { Request, RequestOptions } from './requests/request.ts';

const TIMEOUT_MS = 30_000;

/** What every client does: it stays connected, sends requests, and tells of changes. */
export abstract class ClientBase implements AsyncDisposable {
  /** The name that writes carry as their provider. */
  readonly client: string;
  readonly #link: Link;
  readonly #feed: Feed;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #openPlaces: OpenPlaces | undefined;
  #session: SessionInfo | undefined;
  /** The host's files, when it lets the present connection use them. */
  #places: SessionPlaces | undefined;
  /** The first connection's snapshot. */
  #known: Promise<void> = Promise.resolve();

  /**
   * @param find asked for the way to the host before each attempt to connect.
   * @param openPlaces makes use of the host's files, where the client can reach files.
   */
  constructor(
    find: () => Promise<Route>,
    options: ClientOptions & { readonly client: string },
    openPlaces?: OpenPlaces,
  ) {
    const { client, subscribe, timeoutMs = TIMEOUT_MS, reconnect = true } = options;
    this.client = client;
    this.#openPlaces = openPlaces;
    this.#link = new Link(
      { find, timeoutMs, reconnect, hello: () => ({ client, ...this.#feed.hello }) },
      {
        connected: (info) => this.#connected(info),
        disconnected: (error, isFinal) => this.#disconnected(error, isFinal),
        notified: (frame) => this.#notified(frame),
      },
    );
    this.#feed = new Feed(
      this.#link,
      {
        changed: (change) => this.#tell(change),
        resynced: (event) => this.#emitter.emit('resynced', event),
      },
      subscribe,
    );
  }

  /** What the host said when the client connected last. */
  get session(): SessionInfo | undefined {
    return this.#session;
  }

  /** Whether there is a connection now; requests wait while there is none. */
  get isConnected(): boolean {
    return this.#link.isReady;
  }

  /** Makes the first connection. Once, by whoever made the client. */
  async open(): Promise<void> {
    await this.#link.open();
    await this.#known;
  }

  /**
   * Calls a listener with each event of a name; what is returned stops that. The first listener of
   * `dataChanged` or `dataDeleted` subscribes to all variables, unless there is a subscription.
   */
  on<K extends keyof ClientEvents>(name: K, listener: Listener<ClientEvents[K]>): () => void {
    const off = this.#emitter.on(name, listener);
    if (name === 'dataChanged' || name === 'dataDeleted') this.#subscribeToAll();
    return off;
  }

  /**
   * Says of which variables the client is told from now on, over all connections; `null`: of none. Resolves
   * when it holds: all changes after that are told.
   */
  async subscribe(subscription: Subscription | null): Promise<void> {
    await this.#feed.subscribe(subscription ?? undefined);
  }

  /**
   * The changes from now on, for `for await`; over all connections. Subscribes to all variables unless there
   * is a subscription. For one that reads slowly, changes of one variable collapse into the last. It ends
   * when the client is closed, and throws when the connection is lost for good or `signal` fires (`ABORTED`).
   */
  changes({ signal }: { readonly signal?: AbortSignal } = {}): AsyncIterableIterator<Change> {
    const queue = new ChangeQueue(
      {
        onChange: (listener) => {
          const undo = [this.#emitter.on('dataChanged', listener), this.#emitter.on('dataDeleted', listener)];
          return () => {
            for (const off of undo) off();
          };
        },
        onEnd: (listener) =>
          this.#emitter.on('disconnected', ({ error, isFinal }) => {
            if (isFinal) listener(error.code === 'CLOSED' ? undefined : error);
          }),
      },
      signal,
    );
    if (this.#link.end) void queue.return();
    else this.#subscribeToAll();
    return queue;
  }

  /** Closes the connection; requests that are open fail with `CLOSED`. */
  async close(): Promise<void> {
    this.#link.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Sends a request; resolves with its result. */
  protected submit<T>(request: Request<T>, options?: RequestOptions): Promise<T> {
    return this.#link.submit(request, options);
  }

  /** Runs a command that changes nothing. */
  protected ask<T>(
    method: string,
    params: Params,
    take: (answer: CommandAnswer) => T | PromiseLike<T>,
    options?: RequestOptions,
  ): Promise<T> {
    return this.submit(new CommandRequest(method, params, take, { isRead: true }), options);
  }

  /** The host's files by the present connection, where it has given them. */
  protected readonly places = (): SessionPlaces | undefined => this.#places;

  /** A small value that was read before and is still the variable's: all that this client has changed has been answered. */
  protected cached(name: string): Immutable | undefined {
    return this.#link.isWriting ? undefined : this.#places?.cache?.get(name);
  }

  #connected(info: SessionInfo): void {
    this.#session = info;
    this.#known = Promise.all([this.#feed.connected(info), this.#usePlaces(info)]).then(() => undefined);
    // A snapshot that failed has dropped the connection: the next one makes another.
    this.#known.catch(() => {});
    this.#emitter.emit('connected', info);
  }

  #disconnected(error: ClientError, isFinal: boolean): void {
    this.#places?.close();
    this.#places = undefined;
    this.#emitter.emit('disconnected', { error, isFinal });
  }

  /** Shows the host that its files can be read here. Where they cannot, values come by the connection. */
  async #usePlaces({ places: offer, session }: SessionInfo): Promise<void> {
    if (!offer || !this.#openPlaces) return;
    let places: SessionPlaces | undefined;
    try {
      places = this.#openPlaces(offer);
      await this.submit(new CommandRequest('use_places', { proof: places.proof }, () => undefined));
      if (this.#link.isReady && this.#session?.session === session) this.#places = places;
    } catch {
      // In a container, say, or as another user: nothing is lost but time.
    } finally {
      if (this.#places !== places) places?.close();
    }
  }

  #notified(frame: Frame): void {
    try {
      if (frame.operation === NOTIFICATION.settingsChanged) {
        this.#emitter.emit('settingsChanged', parseJson(frame.meta) as ClientEvents['settingsChanged']);
      } else this.#feed.notified(frame);
    } catch (error) {
      this.#link.drop(asClientError(error));
    }
  }

  #tell(change: Change): void {
    if (change.type === 'changed') this.#emitter.emit('dataChanged', change);
    else this.#emitter.emit('dataDeleted', change);
  }

  #subscribeToAll(): void {
    if (this.#feed.subscription || this.#link.end) return;
    // The subscription is kept: when it fails for want of a connection, the next hello carries it.
    this.#feed.subscribe({}).catch((error: unknown) => this.#link.drop(asClientError(error)));
  }
}
