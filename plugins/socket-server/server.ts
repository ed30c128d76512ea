import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import {
  type Commands,
  type Logger,
  messageOf,
  type PublicInterface,
  type Role,
  TokenWatch,
} from 'headframe';
import { encodePacket } from 'headframe/codec';
import { ErrorCodes, EventLoopDelay, FramedSessions, Notice, Notifier } from 'headframe/framed';
import type { Interface as Workspace } from 'headframe/workspace';
import { Authenticator, type Identity } from './auth/authenticator.ts';
import type { SocketKind } from './auth/origin.ts';
import { TlsCertificate } from './auth/tls-certificate.ts';
import { Broadcaster } from './broadcaster.ts';
import { SHUT_DOWN } from './broadcasts.ts';
import { Connection } from './connection.ts';
import type { ConnectionHost } from './connection-host.ts';
import { type Counters, createCounters } from './counters.ts';
import { failed } from './dialects/answers.ts';
import { serverError } from './errors.ts';
import type { Address } from './listener.ts';
import { Listening, type Publish } from './listening.ts';
import type { Broadcast } from './pending-broadcasts.ts';
import { Roster } from './roster.ts';
import type { ServerSettings } from './server-settings.ts';

/** Warnings that peers can provoke are logged once in this many ms. */
const NOTICE_MS = 60_000;

/** What the server is given. */
export interface ServerOptions {
  readonly settings: ServerSettings;
  readonly commands: Pick<Commands, 'dispatch' | 'params' | 'role'>;
  readonly workspace: PublicInterface<Workspace>;
  readonly logger: Logger;
  readonly dataDir: string;
  /** The folder from which paths in the settings count. */
  readonly folder: string;
  readonly publish: Publish;
}

/** The port and the socket, the connections that come by them, and the broadcasts that go to them. */
export class SocketServer implements ConnectionHost {
  readonly plugin = 'socket-server';
  readonly settings: ServerSettings;
  readonly commands: ServerOptions['commands'];
  readonly workspace: ServerOptions['workspace'];
  readonly logger: Logger;
  readonly roster: Roster = new Roster();
  readonly framed: FramedSessions;
  readonly counters: Counters = createCounters();
  readonly errorCodes: ErrorCodes = new ErrorCodes();
  readonly eventLoop: EventLoopDelay = new EventLoopDelay();
  readonly foreignNotice: Notice;
  readonly #broadcaster = new Broadcaster(this.roster, this.counters);
  readonly #acceptNotice: Notice;
  readonly #authenticator: Authenticator;
  readonly #certificate: TlsCertificate;
  readonly #tokens: TokenWatch;
  readonly #listening: Listening;
  #opening: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;

  constructor({ settings, commands, workspace, logger, dataDir, folder, publish }: ServerOptions) {
    this.settings = settings;
    this.commands = commands;
    this.workspace = workspace;
    this.logger = logger;
    this.framed = new FramedSessions(new Notifier(workspace, this.counters));
    this.foreignNotice = new Notice(logger, NOTICE_MS);
    this.#acceptNotice = new Notice(logger, NOTICE_MS);
    this.#authenticator = new Authenticator({ dataDir, settings, notice: new Notice(logger, NOTICE_MS) });
    this.#certificate = new TlsCertificate({ settings, folder, notice: new Notice(logger, NOTICE_MS) });
    this.#tokens = new TokenWatch(dataDir, logger, () => this.#review());
    this.#listening = new Listening({
      settings,
      dataDir,
      logger,
      publish,
      authenticator: this.#authenticator,
      certificate: this.#certificate,
      events: {
        connected: (socket, kind) => this.#accept(socket, kind),
        failed: (error) => this.#acceptNotice.tell({ err: error }, 'a connection could not be accepted'),
      },
    });
  }

  /** Where clients find it by TCP. */
  get address(): Address | undefined {
    return this.#listening.address;
  }

  authenticate(connection: Connection, token: string | undefined): Role {
    return this.#admit(connection, this.#authenticator.framed(connection, token));
  }

  admitText(connection: Connection): Role {
    return this.#admit(connection, this.#authenticator.text(connection));
  }

  secure(connection: Connection, bytes: Buffer): boolean {
    const secureContext = connection.secure ? undefined : this.#certificate.current();
    if (!secureContext) return false;
    this.#accept(new TLSSocket(connection.release(bytes), { isServer: true, secureContext }), 'tcp');
    return true;
  }

  /** Listens where the settings say. Throws what {@link Listening.open} does. */
  async open(): Promise<void> {
    await this.#listening.open();
    this.eventLoop.open();
    this.#tokens.follow();
  }

  /**
   * Does as the settings say now: sends those away who would not be let in any more, and moves. A failure
   * is logged; then the old address stays.
   */
  reopen(): Promise<void> {
    this.#opening = this.#opening.then(async () => {
      if (this.#stopping) return;
      this.#review();
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
    // A move that has begun would otherwise open what was just closed.
    await this.#opening;
    const closed = this.#listening.close();
    this.#tokens.close();
    this.eventLoop.close();
    const ms = this.settings.drainSeconds * 1000;
    await Promise.all([...this.roster.connections].map((connection) => connection.drain(ms, SHUT_DOWN)));
    await closed;
  }

  #admit(connection: Connection, identity: Identity): Role {
    connection.context.identify(identity);
    // The file may have come after the server began to listen.
    if (identity.token !== undefined) this.#tokens.follow();
    return identity.role;
  }

  /** What was allowed may be so no more: then nobody is to be reached by it a moment longer. */
  #review(): void {
    for (const connection of this.roster.connections) {
      const { identity } = connection.context;
      if (!identity) continue;
      const problem = this.#authenticator.problemOf(identity, connection);
      if (problem !== undefined) connection.dismiss(problem);
    }
  }

  #accept(socket: Socket, kind: SocketKind): void {
    this.counters.connections += 1;
    const { maxConnections, maxOpeningsPerAddress } = this.settings;
    const connection = new Connection(socket, kind, this);
    if (
      connection.origin === 'remote' &&
      this.roster.unknownFrom(connection.address) >= maxOpeningsPerAddress
    ) {
      this.counters.refused += 1;
      connection.destroy('others from its address have not said who they are');
      return;
    }
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
}
