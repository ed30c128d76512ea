import { type Commands, type Logger, type PublicInterface, type Role, TokenWatch } from 'headframe';
import { ErrorCodes, EventLoopDelay, FramedSessions, framedError, Notice, Notifier } from 'headframe/framed';
import type { Interface as Workspace } from 'headframe/workspace';
import { Access } from './access/access.ts';
import { type Counters, createCounters } from './counters.ts';
import type { Route } from './http/route.ts';
import type { InspectorSettings } from './inspector-settings.ts';
import { type Address, PageServer } from './page-server.ts';
import type { PageConnection } from './sockets/page-connection.ts';
import type { PageHost } from './sockets/page-host.ts';

/** Warnings that others can provoke are logged once in this many ms. */
const NOTICE_MS = 60_000;
/** How long requests in flight may take when the plugin is closed, in ms. */
const DRAIN_MS = 3000;

/** What an {@link Inspector} is given. */
export interface InspectorOptions {
  readonly settings: InspectorSettings;
  readonly commands: Pick<Commands, 'dispatch' | 'params' | 'role'>;
  readonly workspace: PublicInterface<Workspace>;
  readonly logger: Logger;
  readonly dataDir: string;
  /** Where the browsers that were let in are kept over a restart. */
  readonly sessionsFile: string;
  /** All that may be asked for by HTTP. */
  routes(inspector: Inspector): Route[];
  /** Told whether somebody is there who is to be told of changes. */
  audience(isThere: boolean): void;
}

/** The page's port, who is let in by it, and the clients that came by it. */
export class Inspector implements PageHost {
  readonly plugin = 'web-inspector';
  readonly settings: InspectorSettings;
  readonly commands: InspectorOptions['commands'];
  readonly workspace: InspectorOptions['workspace'];
  readonly logger: Logger;
  readonly framed: FramedSessions;
  readonly counters: Counters = createCounters();
  readonly errorCodes: ErrorCodes = new ErrorCodes();
  readonly eventLoop: EventLoopDelay = new EventLoopDelay();
  readonly access: Access;
  readonly #server: PageServer;
  readonly #tokens: TokenWatch;
  readonly #audience: InspectorOptions['audience'];

  constructor(options: InspectorOptions) {
    const { settings, commands, workspace, logger, dataDir, sessionsFile } = options;
    this.settings = settings;
    this.commands = commands;
    this.workspace = workspace;
    this.logger = logger;
    this.#audience = options.audience;
    this.framed = new FramedSessions(new Notifier(workspace, this.counters));
    this.access = new Access({
      settings,
      dataDir,
      sessionsFile,
      notice: new Notice(logger, NOTICE_MS),
      port: () => this.address?.port ?? settings.port,
    });
    this.#tokens = new TokenWatch(dataDir, logger, () => this.#review());
    const { visitors } = this.access;
    const rules = () => this.access.rules();
    const { counters } = this;
    this.#server = new PageServer({ visitors, logger, counters, rules, routes: options.routes(this) }, this);
  }

  /** Where it listens. */
  get address(): Address | undefined {
    return this.#server.address;
  }

  /** The clients, the oldest first. */
  get connections(): ReadonlySet<PageConnection> {
    return this.#server.connections;
  }

  /** Listens where the settings say now. Throws `NOT_LOOPBACK`, `PORT_BUSY`, `LISTEN_FAILED`. */
  async open(): Promise<void> {
    this.access.checkAddress();
    await this.#server.open(this.settings);
    this.eventLoop.open();
    this.#tokens.follow();
  }

  /** Frees the port at once, lets requests in flight finish, tells the clients, closes. Always in bounded time. */
  async close(): Promise<void> {
    this.#tokens.close();
    this.eventLoop.close();
    await this.#server.close(DRAIN_MS);
  }

  roleOfToken(token: string): Role {
    // The file may have come after the server began to listen.
    this.#tokens.follow();
    return this.access.visitors.roleOfToken(token);
  }

  established(): void {
    this.#audience(true);
  }

  left(connection: PageConnection): void {
    this.#server.connections.delete(connection);
    for (const one of this.connections) if (one.established && !one.ending) return;
    this.#audience(false);
  }

  /** Asks all clients whether they live, and sends those away whose time is over. */
  beat(): void {
    this.framed.beat(this.workspace.revision());
    this.#review();
  }

  /** Whoever was let in may be so no more: with new tokens, or because a session has ended. */
  #review(): void {
    for (const connection of this.connections) {
      const { identity } = connection.context;
      if (!identity || this.access.visitors.isValid(identity)) continue;
      connection.dismiss(framedError('UNAUTHENTICATED', 'what this client showed does not count any more'));
    }
  }
}
