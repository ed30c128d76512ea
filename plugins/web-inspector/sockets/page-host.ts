import type { Role } from 'headframe';
import type { ErrorCodes, FramedHost } from 'headframe/framed';
import type { Counters } from '../counters.ts';
import type { InspectorSettings } from '../inspector-settings.ts';
import type { PageConnection } from './page-connection.ts';

/** What the connections of pages share. */
export interface PageHost extends FramedHost {
  readonly settings: InspectorSettings;
  readonly counters: Counters;
  readonly errorCodes: ErrorCodes;
  /** The role of a token. Throws `UNAUTHENTICATED`. */
  roleOfToken(token: string): Role;
  /** A client was let in. */
  established(connection: PageConnection): void;
  /** A connection is over. */
  left(connection: PageConnection): void;
}
