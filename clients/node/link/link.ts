import { asClientError, type ClientError, clientError } from '../errors.ts';
import type { OpenRequest, Request, RequestOptions } from '../requests/request.ts';
import { backoff } from './backoff.ts';
import { Deadlines } from './deadlines.ts';
import type { LinkEvents, LinkOptions } from './link-options.ts';
import { Session, type SessionEnd } from './session.ts';
import type { SessionInfo } from './session-info.ts';
import { withResolvers } from './with-resolvers.ts';

/** Requests that are kept at once, sent or not. */
const MAX_OPEN = 100_000;
/** How long an attempt to connect may take, hello included. */
const ATTEMPT_MS = 10_000;

/** The way to a host over one connection after the other. */
export class Link {
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  readonly #deadlines = new Deadlines(() => this.#open());
  #session: Session | undefined;
  #isReady = false;
  /** Whether it had been connected before. */
  #isReopening = false;
  /** Requests that wait for a connection, in order. */
  #waiting: OpenRequest[] = [];
  #attempt = 0;
  /** The request that gets ready; those behind it wait. */
  #preparing: OpenRequest | undefined;
  #writes = 0;
  readonly #written = (): void => {
    this.#writes -= 1;
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end: ClientError | undefined;
  readonly #first = withResolvers<SessionInfo>();

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Why there will be no other connection; nothing while there is one, or may be. */
  get end(): ClientError | undefined {
    return this.#end;
  }

  /** Whether requests are sent at once. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether something is being changed, and not all has been answered. */
  get isWriting(): boolean {
    return this.#writes > 0;
  }

  /** Makes the first attempt. Rejects with `DISCONNECTED`, `PROTOCOL`, `BAD_ADDRESS`, or what the host answers to hello. */
  open(): Promise<SessionInfo> {
    void this.#connect();
    return this.#first.promise;
  }

  /** Sends a request, or keeps it until there is a connection. */
  submit<T>(request: Request<T>, { signal, timeoutMs }: RequestOptions = {}): Promise<T> {
    if (this.#end) request.fail(this.#end);
    else if (this.#waiting.length + (this.#session?.requests.size ?? 0) >= MAX_OPEN) {
      request.fail(clientError('TOO_MANY', `more than ${MAX_OPEN} requests are open; wait for some of them`));
    } else {
      this.#deadlines.add(request, timeoutMs ?? this.#options.timeoutMs);
      if (!request.isRead) {
        this.#writes += 1;
        request.ended = this.#written;
      }
      if (signal) request.follow(signal);
      this.#send(request);
    }
    return request.promise;
  }

  /** Gives the present connection up, as if it had been lost. */
  drop(error: ClientError): void {
    this.#session?.close(error, true);
  }

  /** Ends it for good; what is open fails with `CLOSED`. */
  close(): void {
    this.#finish(clientError('CLOSED', 'the client has been closed'));
  }

  #send(request: OpenRequest): void {
    if (!request.isOpen) return;
    if (!this.#isReady || this.#preparing) {
      this.#waiting.push(request);
      return;
    }
    const preparing = request.prepare();
    if (preparing) void this.#prepare(request, preparing);
    else this.#session?.send(request);
  }

  /** Requests are sent in the order in which they were made. */
  async #prepare(request: OpenRequest, preparing: Promise<void>): Promise<void> {
    this.#preparing = request;
    await preparing;
    this.#preparing = undefined;
    if (this.#isReady && request.isOpen) this.#session?.send(request);
    else if (request.isOpen) this.#waiting.unshift(request);
    if (this.#isReady) this.#sendWaiting();
  }

  #sendWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const request of waiting) this.#send(request);
  }

  async #connect(): Promise<void> {
    try {
      const { dial, where, token } = await this.#options.find();
      if (this.#end) return;
      this.#session = new Session(
        dial,
        { ...this.#options.hello(), ...(token !== undefined && { token }) },
        {
          ready: (info) => this.#ready(info),
          notified: (frame) => this.#events.notified(frame),
          leaving: () => {
            this.#isReady = false;
          },
          ended: (end) => this.#ended(end, where),
        },
      );
      this.#timer = setTimeout(() => {
        const late = clientError('DISCONNECTED', `no answer from ${where} within ${ATTEMPT_MS / 1000} s`);
        this.#session?.close(late, true);
      }, ATTEMPT_MS);
    } catch (error) {
      this.#failed(asClientError(error), this.#isReopening);
    }
  }

  #ready(info: SessionInfo): void {
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#isReady = true;
    this.#isReopening = true;
    this.#events.connected(info);
    this.#first.resolve(info);
    this.#sendWaiting();
  }

  #ended({ error, mayReconnect, unanswered }: SessionEnd, where: string): void {
    clearTimeout(this.#timer);
    this.#session = undefined;
    this.#isReady = false;
    const again = mayReconnect && this.#isReopening && this.#options.reconnect;
    const repeated: OpenRequest[] = [];
    for (const request of unanswered) {
      const lost = (): ClientError =>
        clientError('DISCONNECTED', `${request.label} was not answered: ${error.message}`, error);
      if (again && request.isRead) repeated.push(request);
      else request.fail(this.#end ?? lost());
    }
    this.#waiting = [...repeated, ...this.#waiting];
    const isLost = error.code === 'DISCONNECTED';
    this.#failed(isLost ? clientError('DISCONNECTED', `${where}: ${error.message}`, error) : error, again);
  }

  /** Plans another attempt, or gives up. */
  #failed(error: ClientError, again: boolean): void {
    if (this.#end) return;
    if (!again || !this.#options.reconnect) {
      this.#finish(error);
      return;
    }
    this.#events.disconnected(error, false);
    this.#timer = setTimeout(() => void this.#connect(), backoff(this.#attempt, Math.random()));
    this.#attempt += 1;
  }

  #finish(error: ClientError): void {
    if (this.#end) return;
    this.#end = error;
    clearTimeout(this.#timer);
    this.#deadlines.close();
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#session?.close(error, false);
    for (const request of waiting) request.fail(error);
    this.#preparing?.fail(error);
    this.#first.reject(error);
    this.#events.disconnected(error, true);
  }

  *#open(): Iterable<OpenRequest> {
    yield* this.#session?.requests.requests() ?? [];
    if (this.#preparing) yield this.#preparing;
    yield* this.#waiting;
  }
}
