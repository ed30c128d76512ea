import { HeadframeError, isLoopback } from 'headframe';
import { type Notice, TokenRoles } from 'headframe/framed';
import type { InspectorSettings } from '../inspector-settings.ts';
import { BrowserSessions } from './browser-sessions.ts';
import { cookieName, writeCookie } from './cookie.ts';
import type { OriginRules } from './request-origin.ts';
import { Tickets } from './tickets.ts';
import { Visitors } from './visitors.ts';

const SECONDS_PER_HOUR = 3600;

/** What an {@link Access} is given. */
export interface AccessOptions {
  readonly settings: InspectorSettings;
  readonly dataDir: string;
  readonly sessionsFile: string;
  /** Where it is noted that the tokens cannot be read. */
  readonly notice: Notice;
  /** The port that is listened on. */
  port(): number;
}

/** Who is let in, and under which names the page may be asked for. */
export class Access {
  readonly visitors: Visitors;
  readonly #options: AccessOptions;
  readonly #tickets = new Tickets();
  readonly #sessions: BrowserSessions;

  constructor(options: AccessOptions) {
    const { settings, dataDir, sessionsFile, notice, port } = options;
    const tokens = new TokenRoles(dataDir, notice);
    this.#options = options;
    this.#sessions = new BrowserSessions({
      file: sessionsFile,
      hours: () => settings.sessionHours,
      adminToken: () => tokens.tokens()?.admin,
    });
    this.visitors = new Visitors(this.#sessions, tokens, () => cookieName(port()));
  }

  /** Throws `NOT_LOOPBACK` when others than this machine could reach the page: it knows no TLS. */
  checkAddress(): void {
    const { host } = this.#options.settings;
    if (isLoopback(host)) return;
    const text = `web-inspector.host is ${host}, which other machines reach`;
    throw new HeadframeError('NOT_LOOPBACK', text, { data: { host } });
  }

  rules(): OriginRules {
    const { settings, port } = this.#options;
    const { host, allowedHosts, allowedOrigins } = settings;
    return { host, port: port(), allowedHosts, allowedOrigins };
  }

  /** The page's address, with a ticket that lets one browser in within a minute. */
  ticketAddress(): string {
    return `${this.address()}?ticket=${this.#tickets.issue()}`;
  }

  /** The page's address. */
  address(): string {
    const { host } = this.#options.settings;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.#options.port()}/`;
  }

  /** A ticket for the header that sets a cookie; nothing when the ticket does not count. Throws `IO_FAILED`. */
  async letIn(ticket: string): Promise<string | undefined> {
    if (!this.#tickets.redeem(ticket)) return undefined;
    const { settings, port } = this.#options;
    const secret = await this.#sessions.create();
    return writeCookie(cookieName(port()), secret, settings.sessionHours * SECONDS_PER_HOUR);
  }
}
