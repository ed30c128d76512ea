import { existsSync } from 'node:fs';
import { isLoopback, type Logger, messageOf } from 'headframe';
import type { Authenticator } from './auth/authenticator.ts';
import type { TlsCertificate } from './auth/tls-certificate.ts';
import { serverError } from './errors.ts';
import { type Address, Listener, type ListenerEvents } from './listener.ts';
import type { ServerSettings } from './server-settings.ts';
import { UnixListener } from './unix-listener.ts';
import { unixPath } from './unix-path.ts';

/** Where the server can be reached, by kind. */
export interface Addresses {
  readonly tcp: Address;
  /** The second port of PyMiner's HTTP. */
  readonly pyminerHttp: Address;
  readonly unix: Readonly<{ path: string }>;
}

/** Told of the address that is listened on from now on, or that there is none any more. */
export type Publish = <K extends keyof Addresses>(
  kind: K,
  address: Addresses[K] | undefined,
) => Promise<void>;

/** What the listening is given. */
export interface ListeningOptions {
  readonly settings: ServerSettings;
  readonly dataDir: string;
  readonly logger: Logger;
  readonly authenticator: Pick<Authenticator, 'prepare'>;
  readonly certificate: Pick<TlsCertificate, 'check'>;
  readonly events: ListenerEvents;
  readonly publish: Publish;
}

/** The TCP ports and the Unix socket, where the settings want them. */
export class Listening {
  readonly #options: ListeningOptions;
  readonly #tcp: Listener;
  readonly #http: Listener;
  readonly #unix: UnixListener;

  constructor(options: ListeningOptions) {
    this.#options = options;
    this.#tcp = new Listener(options.events);
    this.#http = new Listener(options.events, 'http');
    this.#unix = new UnixListener(options.events);
  }

  /** The TCP address. */
  get address(): Address | undefined {
    return this.#tcp.address;
  }

  /**
   * Listens where the settings say now; on a failure the old address stays. Throws `TOKEN_MISSING`,
   * `TLS_FAILED`, `REMOTE_TEXT_REFUSED`, `PORT_BUSY`, `SOCKET_BUSY`, `LISTEN_FAILED`.
   */
  async open(): Promise<void> {
    await this.#checkAccess();
    await this.#openTcp();
    await this.#openHttp();
    await this.#openUnix();
  }

  /** Frees ports and path at once. Resolves when the connections that came by them are closed too. */
  async close(): Promise<void> {
    await Promise.all([this.#tcp.close(), this.#http.close(), this.#unix.close()]);
  }

  async #checkAccess(): Promise<void> {
    const { settings, logger } = this.#options;
    const { host, requireToken, allowRemoteText, tls } = settings;
    const isRemote = !isLoopback(host);
    if (isRemote && requireToken && allowRemoteText) {
      throw serverError(
        'REMOTE_TEXT_REFUSED',
        `on ${host} socket-server.allowRemoteText lets everybody in who speaks a text dialect, and ` +
          'socket-server.requireToken nobody: set one of them to false',
        { data: { host } },
      );
    }
    this.#options.certificate.check();
    if (isRemote || requireToken) await this.#options.authenticator.prepare();
    if (isRemote && !tls) {
      logger.warn({ host }, `clients of other machines send tokens and values unencrypted to ${host}`);
    }
  }

  async #openTcp(): Promise<void> {
    const { settings, logger, publish } = this.#options;
    const { host, port } = settings;
    const { wanted } = this.#tcp;
    if (wanted?.host === host && wanted.port === port) return;
    await this.#tcp.open({ host, port });
    const { address } = this.#tcp;
    if (!address) return;
    logger.info(address, `listening on ${address.host} port ${address.port}`);
    await publish('tcp', address);
  }

  async #openHttp(): Promise<void> {
    const { settings, logger, publish } = this.#options;
    const { host, http, httpPort } = settings;
    const { wanted } = this.#http;
    if (!http) {
      if (wanted) await this.#closeHttp();
      return;
    }
    if (wanted?.host === host && wanted.port === httpPort) return;
    await this.#http.open({ host, port: httpPort });
    const { address } = this.#http;
    if (!address) return;
    logger.info(address, `listening for PyMiner's HTTP on ${address.host} port ${address.port}`);
    await publish('pyminerHttp', address);
  }

  async #closeHttp(): Promise<void> {
    const { logger, publish } = this.#options;
    const { wanted } = this.#http;
    this.#letGo(this.#http);
    await publish('pyminerHttp', undefined);
    logger.info({ ...wanted }, "no longer listening for PyMiner's HTTP");
  }

  async #openUnix(): Promise<void> {
    const { logger, publish } = this.#options;
    const path = this.#wantedPath();
    const before = this.#unix.path;
    if (path === before) return;
    if (before !== undefined) {
      this.#letGo(this.#unix);
      await publish('unix', undefined);
      logger.info({ path: before }, `no longer listening on ${before}`);
    }
    if (path === undefined) return;
    await this.#unix.open(path);
    logger.info({ path }, `listening on ${path}`);
    await publish('unix', { path });
  }

  /** Not awaited: those who came by it stay. */
  #letGo(listener: Pick<Listener, 'close'>): void {
    const { logger } = this.#options;
    listener.close().catch((error: unknown) => logger.error({ err: error }, messageOf(error)));
  }

  /** A host without a data folder, such as a program's own, has no place for a socket. */
  #wantedPath(): string | undefined {
    const { settings, dataDir, logger } = this.#options;
    if (!settings.unixSocket || process.platform === 'win32' || !existsSync(dataDir)) return undefined;
    const path = unixPath(dataDir, process.env.XDG_RUNTIME_DIR);
    if (path === undefined) {
      logger.warn({ dataDir }, `there is no Unix socket: the path of ${dataDir} is too long for one`);
    }
    return path;
  }
}
