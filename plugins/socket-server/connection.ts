import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { codeOf, HeadframeError, messageOf, type Role } from 'headframe';
import {
  type ByteSink,
  type FramedPeer,
  type Output,
  type QueueLimits,
  queueLimits,
  type Receiver,
  RequestCounts,
  SessionContext,
} from 'headframe/framed';
import type { Identity } from './auth/authenticator.ts';
import { type Origin, originOf, type SocketKind } from './auth/origin.ts';
import type { ConnectionHost } from './connection-host.ts';
import { DIALECTS, HTTP_DIALECTS } from './dialects/index.ts';
import type { Established } from './established.ts';
import { Opening } from './opening.ts';
import { Outbox } from './outbox.ts';
import type { Broadcast } from './pending-broadcasts.ts';
import { readInPlace } from './read-in-place.ts';

/** How long a peer has to take the last bytes and to close, in ms. */
const LINGER_MS = 500;

/**
 * One socket: it reads by itself, finds its dialect by the first bytes, and ends in bounded time
 * whatever the peer does or leaves undone.
 */
export class Connection implements FramedPeer {
  readonly host: ConnectionHost;
  readonly context: SessionContext<Identity>;
  readonly outbox: Outbox;
  /** How far away its peer is. */
  readonly origin: Origin;
  /** Where it comes from: address and port, or `unix`. */
  readonly peer: string;
  /** The address alone. */
  readonly address: string;
  /** Whether nobody on the way can read along: it came by TLS. */
  readonly secure: boolean;
  /** When it came, in ms since 1970. */
  readonly since: number = Date.now();
  readonly counts: RequestCounts;
  readonly #socket: Socket;
  #output: Output;
  readonly #preambleTimer: NodeJS.Timeout;
  #lingerTimer: NodeJS.Timeout | undefined;
  #receiver: Receiver;
  #ending = false;
  #peerEnded = false;
  #busy = false;
  #openingBytes = 0;
  #whenIdle: (() => void) | undefined;

  constructor(socket: Socket, kind: SocketKind, host: ConnectionHost) {
    this.#socket = socket;
    this.host = host;
    this.origin = originOf(kind, socket.remoteAddress);
    this.address = kind === 'unix' ? 'unix' : (socket.remoteAddress ?? '?');
    this.peer = kind === 'unix' ? 'unix' : `${this.address}:${socket.remotePort ?? 0}`;
    this.secure = socket instanceof TLSSocket;
    this.context = new SessionContext(kind, this.peer, host.plugin);
    const { settings, counters } = host;
    this.counts = new RequestCounts(counters, host.errorCodes);
    this.outbox = new Outbox(socket, this.queueLimits, {
      collapsed: () => this.collapsed(),
      overflowed: (reason) => this.tooSlow(reason),
    });
    this.#output = this.outbox;
    this.#receiver = new Opening(this, kind === 'http' ? HTTP_DIALECTS : DIALECTS);
    const preambleMs = settings.preambleSeconds * 1000;
    this.#preambleTimer = setTimeout(() => this.destroy('its preamble took too long'), preambleMs);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, settings.idleSeconds * 1000);
    socket.setTimeout(settings.idleSeconds * 1000);
    // Not given to `setTimeout`, which would listen once.
    socket.on('timeout', () => this.#onIdle());
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('end', () => this.#onEnd());
    socket.on('error', (error) => this.#log(error.message));
    socket.on('close', () => this.#onClose());
  }

  /** Whether the preamble has been read. */
  get established(): boolean {
    return this.context.transport !== '';
  }

  /** Whether it is about to be closed: nothing that the peer sends counts any more. */
  get ending(): boolean {
    return this.#ending;
  }

  /** Whether nobody is there to be answered. */
  get gone(): boolean {
    return this.#socket.destroyed;
  }

  /** Lets another receive what comes from now on, beginning with `rest`. */
  handOver(receiver: Receiver, rest: Buffer): void {
    this.#receiver = receiver;
    if (rest.length > 0) receiver.receive(rest);
    if (receiver.room && !this.secure) this.#readInPlace();
  }

  /** The preamble has been read, and it is known who the client is: from now on it is served. */
  establish({ dialect, client, long, broadcasts }: Established): void {
    if (!this.context.identity) throw new HeadframeError('INTERNAL', `${this.peer} was never identified`);
    clearTimeout(this.#preambleTimer);
    this.context.establish(dialect, client, long);
    if (broadcasts) this.host.roster.subscribe(this);
  }

  /** Whether places are for it: it may be on this machine as this user. */
  get mayHavePlaces(): boolean {
    return this.host.settings.places && this.origin !== 'remote';
  }

  /** What may wait for it to read. */
  get queueLimits(): QueueLimits {
    return queueLimits(this.host.settings);
  }

  /** Lets a framed client in. Throws `UNAUTHENTICATED`. */
  admit(client: string, token: string | undefined): Role {
    const role = this.host.authenticate(this, token);
    this.establish({ dialect: 'framed', client, long: true, broadcasts: false });
    return role;
  }

  /** Something that waited for the peer was replaced by what makes it needless. */
  collapsed(): void {
    this.host.counters.collapsed += 1;
  }

  /** Bytes that wait for the peer. */
  get queuedBytes(): number {
    return this.#output.queuedBytes;
  }

  /** Lets a dialect write to the socket in its own way, and not by the outbox. */
  writeBy<O extends Output>(create: (sink: ByteSink) => O): O {
    const output = create(this.#socket);
    this.#output = output;
    return output;
  }

  /** Writes at once, in front of all answers. */
  write(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** Leaves what the peer sends in the system's buffers. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Told by the session whether it works on a request. */
  busy(busy: boolean): void {
    this.#busy = busy;
    if (busy) return;
    this.#whenIdle?.();
    if (this.#peerEnded) this.end('its peer has ended');
  }

  /** Gives its socket away, with `rest` to be read again: this connection is over, and the socket is not. */
  release(rest: Buffer): Socket {
    this.#leave('it goes on in another way');
    this.host.roster.remove(this);
    this.#socket.setTimeout(0).pause().unshift(rest);
    return this.#socket;
  }

  /** Closes when what was written has gone out; the peer has 500 ms for that. */
  end(reason: string, lingerMs: number = LINGER_MS): void {
    if (this.#ending) return;
    this.#leave(reason);
    this.#socket.end();
    this.#socket.resume();
    this.#lingerTimer = setTimeout(() => this.#socket.destroy(), lingerMs);
  }

  /** Closes at once. */
  destroy(reason: string): void {
    if (!this.#ending) this.#leave(reason);
    this.#socket.destroy();
  }

  /** Closes because the peer does not read. */
  tooSlow(reason: string): void {
    const { session, client } = this.context;
    this.host.counters.slowReaders += 1;
    this.host.logger.warn({ session, client }, `${client} reads too slowly and was closed: ${reason}`);
    this.destroy(reason);
  }

  /** Closes because the peer is not let in any more: nothing that waits is begun. */
  dismiss(error: unknown): void {
    const reason = messageOf(error);
    if (!this.#receiver.goAway) {
      this.destroy(reason);
      return;
    }
    this.#receiver.goAway(reason, codeOf(error));
    this.end(reason);
  }

  /** Closes because of a fault of the server's own. */
  fail(error: unknown): void {
    const { session, client } = this.context;
    this.host.logger.error({ session, client, err: error }, `connection of ${client}: ${messageOf(error)}`);
    this.destroy('the server failed');
  }

  /** Closes when the requests that have come are answered, at the latest after `ms`. Resolves when it is closed. */
  async drain(ms: number, farewell: Broadcast): Promise<void> {
    if (this.gone) return;
    const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    const deadline = setTimeout(() => this.destroy('its requests took too long to finish'), ms);
    const end = (): void => {
      if (this.#output === this.outbox && this.context.long && !this.#ending) this.outbox.farewell(farewell);
      this.end('the server is closing', Math.min(ms, LINGER_MS / 5));
    };
    this.#receiver.goAway?.('the server is closing', 'CLOSING');
    this.#receiver = { receive: () => undefined, isInsidePacket: false };
    this.#socket.resume();
    if (this.#busy) this.#whenIdle = end;
    else end();
    await closed;
    clearTimeout(deadline);
  }

  #readInPlace(): void {
    readInPlace(this.#socket, {
      room: () => this.#receiver.room?.(),
      filled: (count) => this.#take(() => this.#receiver.filled?.(count)),
      received: (chunk) => this.#onData(chunk),
    });
  }

  #take(receive: () => void): void {
    if (this.#ending) return;
    try {
      receive();
    } catch (error) {
      this.fail(error);
    }
  }

  #onData(chunk: Buffer): void {
    if (this.#ending) return;
    this.#take(() => this.#receiver.receive(chunk));
    if (this.origin !== 'remote' || this.established || this.#receiver.limitsOpening) return;
    this.#limitOpening(chunk.length);
  }

  /** A stranger does not get to send more than it takes to say who it is. */
  #limitOpening(bytes: number): void {
    const { maxOpeningBytes } = this.host.settings;
    this.#openingBytes += bytes;
    if (this.#openingBytes > maxOpeningBytes)
      this.end(`it sent more than ${maxOpeningBytes} bytes and not who it is`);
  }

  /** A peer that has ended is gone, but for what it still waits for. */
  #onEnd(): void {
    this.#peerEnded = true;
    this.host.roster.leave(this);
    if (this.context.long) this.context.end();
    if (!this.#busy) this.end('its peer has ended');
  }

  #onIdle(): void {
    if (this.#output.answering) this.tooSlow('it takes none of its answer');
    else if (this.#busy) this.#socket.setTimeout(this.host.settings.idleSeconds * 1000);
    else if (this.#receiver.isInsidePacket) this.end('a packet of it stopped half-way');
    else if (!this.context.long) this.end('it has been idle');
  }

  #onClose(): void {
    if (!this.#ending) this.#leave('its socket has closed');
    clearTimeout(this.#lingerTimer);
    this.host.roster.remove(this);
  }

  #leave(reason: string): void {
    this.#ending = true;
    clearTimeout(this.#preambleTimer);
    this.#output.close();
    this.host.framed.remove(this.context.session);
    this.host.roster.leave(this);
    this.context.end();
    this.#log(reason);
  }

  #log(reason: string): void {
    const { session, client } = this.context;
    this.host.logger.debug({ session, client }, `connection of ${client}: ${reason}`);
  }
}
