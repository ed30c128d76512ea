import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { listenError, messageOf } from 'headframe';
import { WebSocketServer } from 'ws';
import type { Visitor } from './access/visitors.ts';
import { type Answering, answerRequest } from './http/answer-request.ts';
import { arrivalOf } from './http/arrival.ts';
import { PageConnection } from './sockets/page-connection.ts';
import type { PageHost } from './sockets/page-host.ts';

/** Where it listens: with port 0 the one that was chosen. */
export type Address = Readonly<{ host: string; port: number }>;

/** Where WebSockets are opened. */
const SOCKET_PATH = '/framed';
/** Longest message of a WebSocket, in bytes: a client cuts what is longer. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
/** How long a request's head may take, a whole request, and a connection without one, in ms. */
const HEAD_MS = 2000;
const REQUEST_MS = 10_000;
const IDLE_MS = 5000;
const CHECK_MS = 500;
const BACKLOG = 256;

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};

/** The port of the page: HTTP, and WebSockets that carry framed sessions. */
export class PageServer {
  readonly connections: Set<PageConnection> = new Set();
  readonly #answering: Answering;
  readonly #host: PageHost;
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  #server: Server | undefined;

  constructor(answering: Answering, host: PageHost) {
    this.#answering = answering;
    this.#host = host;
  }

  get address(): Address | undefined {
    const address = this.#server?.address();
    return typeof address === 'object' && address ? { host: address.address, port: address.port } : undefined;
  }

  /** Listens, or moves: then the old port stays if the new one fails. Throws `PORT_BUSY`, `LISTEN_FAILED`. */
  async open(wanted: Address): Promise<void> {
    const previous = this.#server;
    this.#server = await this.#listen(wanted);
    previous?.close();
  }

  /** Frees the port at once, lets requests in flight finish for `ms`, tells the clients, closes. */
  async close(ms: number): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && new Promise<void>((resolve) => server.close(() => resolve()));
    server?.closeIdleConnections();
    await Promise.all([...this.connections].map((connection) => connection.drain(ms)));
    server?.closeAllConnections();
    await closed;
  }

  async #listen({ host, port }: Address): Promise<Server> {
    const server = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEAD_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: CHECK_MS,
      noDelay: true,
    });
    server.maxConnections = this.#host.settings.maxConnections;
    server.on('drop', () => {
      this.#host.counters.refused += 1;
    });
    server.on('request', (request, response) => {
      answerRequest(this.#answering, request, response).catch((error: unknown) => {
        this.#host.logger.error({ err: error }, `a request was not answered: ${messageOf(error)}`);
        response.destroy();
      });
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.listen({ host, port, backlog: BACKLOG, exclusive: true });
    try {
      await once(server, 'listening');
    } catch (error) {
      throw await listenError({ host, port }, error);
    }
    server.on('error', (error) =>
      this.#host.logger.warn({ err: error }, 'a connection could not be accepted'),
    );
    return server;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until the WebSocket listens itself; what has gone needs no answer.
    socket.on('error', ignore);
    const visitor = this.#admit(request);
    if (typeof visitor === 'number') {
      this.#host.counters.refused += 1;
      socket.end(`HTTP/1.1 ${visitor} ${REASONS[visitor]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      socket.removeListener('error', ignore);
      this.#host.counters.connections += 1;
      const { remoteAddress, remotePort } = request.socket;
      const peer = `${remoteAddress ?? '?'}:${remotePort ?? 0}`;
      this.connections.add(
        new PageConnection({ webSocket, socket, peer, visitor: visitor.who, host: this.#host }),
      );
    });
  }

  /** Who may open a WebSocket, or the status with which it is refused. */
  #admit(request: IncomingMessage): { who: Visitor | undefined } | number {
    const arrival = arrivalOf(request, this.#answering.rules());
    if ('refusal' in arrival) return arrival.refusal.status;
    if (arrival.path !== SOCKET_PATH) return 404;
    if (!this.#server) return 503;
    try {
      // Who shows nothing may still do so in hello, and is told there when it does not.
      return { who: this.#answering.visitors.identify(request.headers, arrival.origin) };
    } catch (error) {
      this.#host.logger.debug({ err: error }, `a WebSocket was refused: ${messageOf(error)}`);
      return 401;
    }
  }
}

function ignore(): void {}
