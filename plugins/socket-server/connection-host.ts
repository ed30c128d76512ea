import type { Commands, Logger, Role } from 'headframe';
import type { Counters } from './counters.ts';
import type { Notice } from './notice.ts';
import type { Roster } from './roster.ts';
import type { ServerSettings } from './server-settings.ts';

/** What a connection needs of the server. */
export interface ConnectionHost {
  readonly settings: ServerSettings;
  readonly commands: Pick<Commands, 'dispatch' | 'params'>;
  readonly roster: Roster;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Where peers are noted that speak something else. */
  readonly foreignNotice: Notice;
  /** What a client from this address may do. */
  roleOf(address: string | undefined): Role;
}
