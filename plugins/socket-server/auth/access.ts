import type { Role } from 'headframe';
import { serverError } from '../errors.ts';
import type { ServerSettings } from '../server-settings.ts';
import type { Origin } from './origin.ts';

/** The settings that say who is let in. */
export type AccessSettings = Pick<ServerSettings, 'requireToken' | 'allowRemoteText' | 'tls'>;

/** How a client has come. */
export interface Arrival {
  readonly origin: Origin;
  /** Whether it came by TLS. */
  readonly secure: boolean;
}

/** Refuses to hear a token that others may have heard. Throws `UNAUTHENTICATED`. */
export function checkSecure({ origin, secure }: Arrival, { tls }: Pick<AccessSettings, 'tls'>): void {
  if (origin !== 'remote' || secure || !tls) return;
  throw serverError('UNAUTHENTICATED', 'this server wants clients of other machines to use TLS');
}

/** What a framed client without a token may do: at home everything. Throws `UNAUTHENTICATED`. */
export function framedRole(origin: Origin, { requireToken }: Pick<AccessSettings, 'requireToken'>): Role {
  if (requireToken) throw serverError('UNAUTHENTICATED', 'this server asks everybody for a token');
  if (origin === 'remote') {
    throw serverError('UNAUTHENTICATED', 'a client that comes from another machine needs a token');
  }
  return 'admin';
}

/**
 * What a client may do that speaks a text dialect, where no token can be shown: at home everything, from
 * elsewhere, if it is let in at all, what concerns variables. Throws `UNAUTHENTICATED`, `REMOTE_TEXT_REFUSED`.
 */
export function textRole(
  origin: Origin,
  { requireToken, allowRemoteText }: Omit<AccessSettings, 'tls'>,
): Role {
  if (requireToken) {
    throw serverError(
      'UNAUTHENTICATED',
      "this server asks for a token (setting socket-server.requireToken), and PyMiner's dialects know none",
    );
  }
  if (origin !== 'remote') return 'admin';
  if (allowRemoteText) return 'write';
  throw serverError(
    'REMOTE_TEXT_REFUSED',
    "PyMiner's dialects are for clients on the server's machine (setting socket-server.allowRemoteText)",
  );
}
