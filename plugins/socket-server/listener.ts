import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { listenError } from 'headframe';
import type { SocketKind } from './auth/origin.ts';

/** Where to listen, or where one listens. Port 0 asks for a free one. */
export type Address = Readonly<{ host: string; port: number }>;

/** What a listener tells of. */
export interface ListenerEvents {
  connected(socket: Socket, kind: SocketKind): void;
  /** A connection could not be accepted; the listener goes on. */
  failed(error: Error): void;
}

/** Connections that the system may hold until they are accepted. */
export const BACKLOG = 1024;

/** One TCP port that is listened on, and can be changed. */
export class Listener {
  readonly #events: ListenerEvents;
  readonly #kind: SocketKind;
  #server: Server | undefined;
  #wanted: Address | undefined;

  constructor(events: ListenerEvents, kind: SocketKind = 'tcp') {
    this.#events = events;
    this.#kind = kind;
  }

  /** Where it listens. */
  get address(): Address | undefined {
    const address = this.#server?.address();
    return typeof address === 'object' && address ? { host: address.address, port: address.port } : undefined;
  }

  /** What it was asked for. */
  get wanted(): Address | undefined {
    return this.#wanted;
  }

  /** Opens the port, or moves to it: then the old one stays if the new one fails. Throws `PORT_BUSY`, `LISTEN_FAILED`. */
  async open(wanted: Address): Promise<void> {
    const previous = this.#server;
    const before = this.#wanted;
    const samePort = before !== undefined && wanted.port !== 0 && wanted.port === this.address?.port;
    if (samePort) previous?.close();
    try {
      this.#server = await this.#listen(wanted);
      this.#wanted = wanted;
      if (!samePort) previous?.close();
    } catch (error) {
      if (samePort) this.#server = await this.#listen(before);
      throw error;
    }
  }

  /** Frees the port at once. Resolves when the connections that came by it are closed too. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    this.#wanted = undefined;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #listen({ host, port }: Address): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.on('connection', (socket) => this.#events.connected(socket, this.#kind));
    server.listen({ host, port, backlog: BACKLOG, exclusive: true });
    try {
      await once(server, 'listening');
    } catch (error) {
      throw await listenError({ host, port }, error);
    }
    server.on('error', (error) => this.#events.failed(error));
    return server;
  }
}
