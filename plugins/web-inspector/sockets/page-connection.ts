import type { Duplex } from 'node:stream';
import { codeOf, messageOf, type Role } from 'headframe';
import {
  type ByteSink,
  type FramedPeer,
  framedError,
  type Output,
  openFramed,
  type QueueLimits,
  queueLimits,
  type Receiver,
  RequestCounts,
  SessionContext,
} from 'headframe/framed';
import type { WebSocket } from 'ws';
import type { Visitor } from '../access/visitors.ts';
import type { PageHost } from './page-host.ts';
import { CLOSE_CODE, WebSocketEnd } from './web-socket-end.ts';
import { WebSocketSink } from './web-socket-sink.ts';

/** How long a client has for its hello, in ms: who has shown a cookie or a token, and who has not. */
const HELLO_MS = 10_000;
const STRANGER_HELLO_MS = 2000;

/** What is known when a WebSocket has been opened. */
export interface PageConnectionOptions {
  readonly webSocket: WebSocket;
  /** What it is carried by. */
  readonly socket: Duplex;
  /** Where it comes from: address and port. */
  readonly peer: string;
  /** Who opened it; nothing when they have shown nothing yet. */
  readonly visitor: Visitor | undefined;
  readonly host: PageHost;
}

/** One WebSocket with a framed session: the bytes of its binary messages, one after the other, are the stream. */
export class PageConnection implements FramedPeer {
  readonly host: PageHost;
  readonly context: SessionContext<Visitor>;
  readonly counts: RequestCounts;
  readonly peer: string;
  /** When it came, in ms since 1970. */
  readonly since: number = Date.now();
  /** A browser opens no files. */
  readonly mayHavePlaces: boolean = false;
  readonly #webSocket: WebSocket;
  readonly #sink: WebSocketSink;
  readonly #end: WebSocketEnd;
  readonly #visitor: Visitor | undefined;
  readonly #helloTimer: NodeJS.Timeout;
  #receiver: Receiver;
  #output: Output | undefined;
  #ending = false;
  #busy = false;
  #whenIdle: (() => void) | undefined;

  constructor({ webSocket, socket, peer, visitor, host }: PageConnectionOptions) {
    this.host = host;
    this.peer = peer;
    this.context = new SessionContext<Visitor>('web', peer, host.plugin);
    this.counts = new RequestCounts(host.counters, host.errorCodes);
    this.#webSocket = webSocket;
    this.#sink = new WebSocketSink(webSocket, socket);
    this.#end = new WebSocketEnd(webSocket);
    this.#visitor = visitor;
    this.#receiver = openFramed(this);
    const ms = visitor ? HELLO_MS : STRANGER_HELLO_MS;
    this.#helloTimer = setTimeout(() => this.destroy('its hello took too long'), ms);
    webSocket.on('message', (data: Buffer, isBinary) => this.#onMessage(data, isBinary));
    webSocket.on('error', (error) => this.#log(error.message));
    webSocket.on('close', () => this.#onClose());
  }

  get established(): boolean {
    return this.context.transport !== '';
  }

  get ending(): boolean {
    return this.#ending;
  }

  get queueLimits(): QueueLimits {
    return queueLimits(this.host.settings);
  }

  /** Bytes that wait for the client. */
  get queuedBytes(): number {
    return this.#output?.queuedBytes ?? this.#sink.writableLength;
  }

  /** Lets the client in: by its token, or else by what it showed when it opened the WebSocket. */
  admit(client: string, token: string | undefined): Role {
    const identity =
      token === undefined ? this.#visitor : { role: this.host.roleOfToken(token), credential: { token } };
    if (!identity) {
      throw framedError(
        'UNAUTHENTICATED',
        'a client of the web inspector shows a token, or comes from its page',
      );
    }
    clearTimeout(this.#helloTimer);
    this.context.identify(identity);
    this.context.establish('framed', client, true);
    this.host.established(this);
    return identity.role;
  }

  handOver(receiver: Receiver, rest: Buffer): void {
    this.#receiver = receiver;
    if (rest.length > 0) receiver.receive(rest);
  }

  write(bytes: Buffer): void {
    if (this.#sink.writable) this.#sink.write(bytes);
  }

  writeBy<O extends Output>(create: (sink: ByteSink) => O): O {
    const output = create(this.#sink);
    this.#output = output;
    return output;
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }

  busy(busy: boolean): void {
    this.#busy = busy;
    if (!busy) this.#whenIdle?.();
  }

  collapsed(): void {
    this.host.counters.collapsed += 1;
  }

  tooSlow(reason: string): void {
    const { session, client } = this.context;
    this.host.counters.slowReaders += 1;
    this.host.logger.warn({ session, client }, `${client} reads too slowly and was closed: ${reason}`);
    this.destroy(reason);
  }

  end(reason: string): void {
    this.#close(CLOSE_CODE.normal, reason);
  }

  destroy(reason: string): void {
    if (!this.#ending) this.#leave(reason);
    this.#webSocket.terminate();
  }

  /** Closes because the client is not let in any more: nothing that waits is begun. */
  dismiss(error: unknown): void {
    this.#receiver.goAway?.(messageOf(error), codeOf(error));
    this.end(messageOf(error));
  }

  /** Closes when the requests that have come are answered, at the latest after `ms`. Resolves when it is closed. */
  async drain(ms: number): Promise<void> {
    const closed = this.#end.closed();
    const deadline = setTimeout(() => this.destroy('its requests took too long to finish'), ms);
    const end = (): void => this.end('the server is closing');
    this.#receiver.goAway?.('the server is closing', 'CLOSING');
    this.#receiver = { receive: () => undefined, isInsidePacket: false };
    this.resume();
    if (this.#busy) this.#whenIdle = end;
    else end();
    await closed;
    clearTimeout(deadline);
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (this.#ending) return;
    if (!isBinary) {
      this.#close(CLOSE_CODE.unsupportedData, 'the framed dialect is binary');
      return;
    }
    try {
      this.#receiver.receive(data);
    } catch (error) {
      const { session, client } = this.context;
      this.host.logger.error({ session, client, err: error }, `connection of ${client}: ${messageOf(error)}`);
      this.destroy('the server failed');
    }
  }

  #close(code: number, reason: string): void {
    if (this.#ending) return;
    this.#leave(reason);
    this.#end.close(code, reason);
  }

  #onClose(): void {
    if (!this.#ending) this.#leave('its WebSocket has closed');
    this.host.left(this);
  }

  #leave(reason: string): void {
    this.#ending = true;
    clearTimeout(this.#helloTimer);
    this.#output?.close();
    this.host.framed.remove(this.context.session);
    this.context.end();
    this.#log(reason);
  }

  #log(reason: string): void {
    const { session, client } = this.context;
    this.host.logger.debug({ session, client }, `connection of ${client}: ${reason}`);
  }
}
