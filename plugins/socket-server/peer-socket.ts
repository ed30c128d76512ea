import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type Origin, originOf, type SocketKind } from './auth/origin.ts';

/** What a socket tells of. */
export interface SocketEvents {
  received(chunk: Buffer): void;
  /** The peer sends no more. */
  ended(): void;
  /** Nothing has come or gone for as long as it may be idle. */
  idle(): void;
  failed(error: Error): void;
  closed(): void;
}

/** A connection's socket: it knows where its peer is, and ends in bounded time whatever that does. */
export class PeerSocket {
  /** For those who write or read in their own way. */
  readonly raw: Socket;
  /** How far away its peer is. */
  readonly origin: Origin;
  /** Where it comes from: address and port, or `unix`. */
  readonly peer: string;
  /** The address alone. */
  readonly address: string;
  /** Whether nobody on the way can read along: it came by TLS. */
  readonly secure: boolean;
  #linger: NodeJS.Timeout | undefined;

  constructor(socket: Socket, kind: SocketKind, idleMs: number, events: SocketEvents) {
    this.raw = socket;
    this.origin = originOf(kind, socket.remoteAddress);
    this.address = kind === 'unix' ? 'unix' : (socket.remoteAddress ?? '?');
    this.peer = kind === 'unix' ? 'unix' : `${this.address}:${socket.remotePort ?? 0}`;
    this.secure = socket instanceof TLSSocket;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, idleMs);
    socket.setTimeout(idleMs);
    // Not given to `setTimeout`, which would listen once.
    socket.on('timeout', () => events.idle());
    socket.on('data', (chunk: Buffer) => events.received(chunk));
    socket.on('end', () => events.ended());
    socket.on('error', (error) => events.failed(error));
    socket.on('close', () => {
      clearTimeout(this.#linger);
      events.closed();
    });
  }

  /** Whether it is closed. */
  get gone(): boolean {
    return this.raw.destroyed;
  }

  /** Resolves when it is closed. */
  closed(): Promise<void> {
    return new Promise((resolve) => this.raw.once('close', () => resolve()));
  }

  write(bytes: Buffer): void {
    if (this.raw.writable) this.raw.write(bytes);
  }

  /** Begins to count again how long it has been idle. */
  wait(idleMs: number): void {
    this.raw.setTimeout(idleMs);
  }

  /** Closes when what was written has gone out; the peer has so many ms for that. */
  end(lingerMs: number): void {
    this.raw.end();
    this.raw.resume();
    this.#linger = setTimeout(() => this.raw.destroy(), lingerMs);
  }

  /** Gives the socket away, with `rest` to be read again. */
  release(rest: Buffer): Socket {
    this.raw.setTimeout(0).pause().unshift(rest);
    return this.raw;
  }
}
