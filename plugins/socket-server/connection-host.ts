import type { Role } from 'headframe';
import type { ErrorCodes, FramedHost, Notice } from 'headframe/framed';
import type { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import type { Roster } from './roster.ts';
import type { ServerSettings } from './server-settings.ts';

/** What a connection needs of the server. */
export interface ConnectionHost extends FramedHost {
  readonly settings: ServerSettings;
  readonly roster: Roster;
  readonly counters: Counters;
  readonly errorCodes: ErrorCodes;
  /** Where peers are noted that speak something else. */
  readonly foreignNotice: Notice;
  /**
   * Finds out who a framed client is, by the token it shows or where it comes from: its session has
   * that role from now on. Throws `UNAUTHENTICATED`; then it has to be closed.
   */
  authenticate(connection: Connection, token: string | undefined): Role;
  /** The same for a client of a text dialect. Throws `UNAUTHENTICATED`, `REMOTE_TEXT_REFUSED`. */
  admitText(connection: Connection): Role;
  /** Goes on with a client that speaks TLS, with the bytes that have come; false when the server does not. */
  secure(connection: Connection, bytes: Buffer): boolean;
}
