import type { Socket } from 'node:net';
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
import type { Origin, SocketKind } from './auth/origin.ts';
import type { ConnectionHost } from './connection-host.ts';
import { DIALECTS, HTTP_DIALECTS } from './dialects/index.ts';
import type { Established } from './established.ts';
import { Intake, type IntakeOwner } from './intake.ts';
import { Opening } from './opening.ts';
import { Outbox } from './outbox.ts';
import { PeerSocket } from './peer-socket.ts';
import type { Broadcast } from './pending-broadcasts.ts';

/** How long a peer has to take the last bytes and to close, in ms. */
const LINGER_MS = 500;

/**
 * One socket: it reads by itself, finds its dialect by the first bytes, and ends in bounded time
 * whatever the peer does or leaves undone.
 */
export class Connection implements FramedPeer, IntakeOwner {
  readonly host: ConnectionHost;
  readonly context: SessionContext<Identity>;
  readonly outbox: Outbox;
  /** When it came, in ms since 1970. */
  readonly since: number = Date.now();
  readonly counts: RequestCounts;
  readonly #socket: PeerSocket;
  readonly #intake: Intake;
  readonly #preambleTimer: NodeJS.Timeout;
  #output: Output;
  #ending = false;
  #peerEnded = false;
  #busy = false;
  #whenIdle: (() => void) | undefined;

  constructor(socket: Socket, kind: SocketKind, host: ConnectionHost) {
    this.host = host;
    this.#intake = new Intake(this, new Opening(this, kind === 'http' ? HTTP_DIALECTS : DIALECTS));
    this.#socket = new PeerSocket(socket, kind, host.settings.idleSeconds * 1000, {
      received: (chunk) => this.#intake.receive(chunk),
      ended: () => this.#onEnd(),
      idle: () => this.#onIdle(),
      failed: (error) => this.#log(error.message),
      closed: () => this.#onClose(),
    });
    this.context = new SessionContext(kind, this.peer, host.plugin);
    this.counts = new RequestCounts(host.counters, host.errorCodes);
    this.outbox = new Outbox(socket, this.queueLimits, {
      collapsed: () => this.collapsed(),
      overflowed: (reason) => this.tooSlow(reason),
    });
    this.#output = this.outbox;
    const preambleMs = host.settings.preambleSeconds * 1000;
    this.#preambleTimer = setTimeout(() => this.destroy('its preamble took too long'), preambleMs);
  }

  /** How far away its peer is. */
  get origin(): Origin {
    return this.#socket.origin;
  }

  /** Where it comes from: address and port, or `unix`. */
  get peer(): string {
    return this.#socket.peer;
  }

  /** The address alone. */
  get address(): string {
    return this.#socket.address;
  }

  /** Whether nobody on the way can read along: it came by TLS. */
  get secure(): boolean {
    return this.#socket.secure;
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
    return this.#socket.gone;
  }

  /** A stranger from another machine does not get to send more than it takes to say who it is. */
  get openingLimit(): number | undefined {
    return this.origin !== 'remote' || this.established ? undefined : this.host.settings.maxOpeningBytes;
  }

  /** Lets another receive what comes from now on, beginning with `rest`. */
  handOver(receiver: Receiver, rest: Buffer): void {
    this.#intake.handOver(receiver, rest);
    if (receiver.room && !this.secure) this.#intake.readInPlace(this.#socket.raw);
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
    const output = create(this.#socket.raw);
    this.#output = output;
    return output;
  }

  /** Writes at once, in front of all answers. */
  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Leaves what the peer sends in the system's buffers. */
  pause(): void {
    this.#socket.raw.pause();
  }

  resume(): void {
    this.#socket.raw.resume();
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
    return this.#socket.release(rest);
  }

  /** Closes when what was written has gone out; the peer has 500 ms for that. */
  end(reason: string, lingerMs: number = LINGER_MS): void {
    if (this.#ending) return;
    this.#leave(reason);
    this.#socket.end(lingerMs);
  }

  /** Closes at once. */
  destroy(reason: string): void {
    if (!this.#ending) this.#leave(reason);
    this.#socket.raw.destroy();
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
    const { receiver } = this.#intake;
    receiver.goAway?.(reason, codeOf(error));
    if (receiver.goAway) this.end(reason);
    else this.destroy(reason);
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
    const closed = this.#socket.closed();
    const deadline = setTimeout(() => this.destroy('its requests took too long to finish'), ms);
    const end = (): void => {
      if (this.#output === this.outbox && this.context.long && !this.#ending) this.outbox.farewell(farewell);
      this.end('the server is closing', Math.min(ms, LINGER_MS / 5));
    };
    this.#intake.receiver.goAway?.('the server is closing', 'CLOSING');
    this.#intake.overlook();
    this.resume();
    if (this.#busy) this.#whenIdle = end;
    else end();
    await closed;
    clearTimeout(deadline);
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
    else if (this.#busy) this.#socket.wait(this.host.settings.idleSeconds * 1000);
    else if (this.#intake.receiver.isInsidePacket) this.end('a packet of it stopped half-way');
    else if (!this.context.long) this.end('it has been idle');
  }

  #onClose(): void {
    if (!this.#ending) this.#leave('its socket has closed');
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
