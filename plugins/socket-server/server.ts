import type { Socket } from 'node:net';
import { type Commands, type Logger, messageOf, type Role } from 'headframe';
import { encodePacket } from 'headframe/codec';
import { Broadcaster } from './broadcaster.ts';
import { SHUT_DOWN } from './broadcasts.ts';
import { Connection } from './connection.ts';
import type { ConnectionHost } from './connection-host.ts';
import { type Counters, createCounters } from './counters.ts';
import { failed } from './dialects/answers.ts';
import { serverError } from './errors.ts';
import { type Address, Listener } from './listener.ts';
import { isLoopback } from './loopback.ts';
import { Notice } from './notice.ts';
import type { Broadcast } from './pending-broadcasts.ts';
import { Roster } from './roster.ts';
import type { ServerSettings } from './server-settings.ts';

/** Warnings that peers can provoke are logged once in this many ms. */
const NOTICE_MS = 60_000;

/** What the server is given. */
export interface ServerOptions {
  readonly settings: ServerSettings;
  readonly commands: Pick<Commands, 'dispatch' | 'params'>;
  readonly logger: Logger;
  /** Told of the address that is listened on from now on, or that there is none any more. */
  readonly listening: (address: Address | undefined) => Promise<void>;
}

/** The port, the connections that come by it, and the broadcasts that go to them. */
export class SocketServer implements ConnectionHost {
  readonly settings: ServerSettings;
  readonly commands: ServerOptions['commands'];
  readonly logger: Logger;
  readonly roster: Roster = new Roster();
  readonly counters: Counters = createCounters();
  readonly foreignNotice: Notice;
  readonly #listening: ServerOptions['listening'];
  readonly #broadcaster = new Broadcaster(this.roster, this.counters);
  readonly #acceptNotice: Notice;
  readonly #listener: Listener;
  #opening: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;

  constructor({ settings, commands, logger, listening }: ServerOptions) {
    this.settings = settings;
    this.commands = commands;
    this.logger = logger;
    this.#listening = listening;
    this.foreignNotice = new Notice(logger, NOTICE_MS);
    this.#acceptNotice = new Notice(logger, NOTICE_MS);
    this.#listener = new Listener({
      connected: (socket) => this.#accept(socket),
      failed: (error) => this.#acceptNotice.tell({ err: error }, 'a connection could not be accepted'),
    });
  }

  /** Where clients find it. */
  get address(): Address | undefined {
    return this.#listener.address;
  }

  /** What a client may do: at home everything, from elsewhere all that concerns variables. */
  roleOf(address: string | undefined): Role {
    return address !== undefined && isLoopback(address) ? 'admin' : 'write';
  }

  /** Listens where the settings say. Throws `REMOTE_TEXT_REFUSED`, `PORT_BUSY`, `LISTEN_FAILED`. */
  async open(): Promise<void> {
    const { host, port } = this.settings;
    this.#check(host);
    await this.#listener.open({ host, port });
    const { address } = this.#listener;
    if (!address) return;
    this.logger.info(address, `listening on ${address.host} port ${address.port}`);
    await this.#listening(address);
  }

  /** Moves to where the settings say now. A failure is logged; then the old address stays, if it is still allowed. */
  reopen(): Promise<void> {
    this.#opening = this.#opening.then(async () => {
      if (this.#stopping) return;
      if (!this.settings.allowRemoteText) await this.#sendRemotesAway();
      const { host, port } = this.settings;
      const { wanted } = this.#listener;
      if (wanted?.host === host && wanted.port === port) return;
      await this.open().catch((error: unknown) => {
        this.logger.error({ err: error }, `cannot listen where the settings say now: ${messageOf(error)}`);
      });
    });
    return this.#opening;
  }

  /** Tells all subscribers what `make` makes; without any it is not called. */
  broadcast(make: () => Broadcast): void {
    this.#broadcaster.send(make);
  }

  /** Frees the port at once, lets requests in flight finish, tells the clients, closes. Always in bounded time. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const closed = this.#listener.close();
    const ms = this.settings.drainSeconds * 1000;
    await Promise.all([...this.roster.connections].map((connection) => connection.drain(ms, SHUT_DOWN)));
    await closed;
  }

  /** What was allowed may be so no more: then nobody is to be reached by it a moment longer. */
  async #sendRemotesAway(): Promise<void> {
    for (const connection of this.roster.connections) {
      if (connection.context.role !== 'admin') connection.destroy('remote text is not allowed any more');
    }
    const { wanted } = this.#listener;
    if (!wanted || isLoopback(wanted.host)) return;
    void this.#listener.close();
    await this.#listening(undefined);
  }

  #accept(socket: Socket): void {
    this.counters.connections += 1;
    const { maxConnections } = this.settings;
    const connection = new Connection(socket, this);
    const isFull = this.roster.connections.size >= maxConnections;
    const evicted = isFull ? this.roster.oldestUnknown() : undefined;
    this.roster.add(connection);
    if (!isFull) return;
    this.counters.refused += 1;
    if (evicted) {
      evicted.destroy('others wait for its place');
      return;
    }
    const text = `there are ${maxConnections} connections (setting socket-server.maxConnections)`;
    const answer = encodePacket(failed(undefined, serverError('TOO_MANY_CONNECTIONS', text)));
    connection.write(Buffer.concat([...answer]));
    connection.end(text);
  }

  #check(host: string): void {
    if (isLoopback(host) || this.settings.allowRemoteText) return;
    throw serverError(
      'REMOTE_TEXT_REFUSED',
      `${host} can be reached by other machines, and the text dialects ask for no password: set ` +
        'socket-server.host to 127.0.0.1, or socket-server.allowRemoteText to true to let everybody in',
      { data: { host } },
    );
  }
}
