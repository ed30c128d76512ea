import type { IncomingHttpHeaders } from 'node:http';
import type { Role } from 'headframe';
import type { TokenRoles } from 'headframe/framed';
import type { BrowserSessions } from './browser-sessions.ts';
import { readCookie } from './cookie.ts';
import type { RequestOrigin } from './request-origin.ts';

/** How somebody has shown who they are: by a token, or by the cookie of a browser that was let in. */
export type Credential = Readonly<{ token: string } | { cookie: string }>;

/** Somebody who is let in. */
export interface Visitor {
  readonly role: Role;
  readonly credential: Credential;
}

/** `Authorization: Bearer` (RFC 6750 §2.1). */
const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;
/** Where a browser says that no other site made it ask (Fetch Metadata). */
const OWN_SITES: readonly unknown[] = [undefined, 'same-origin', 'none'];

/** Tells who asks. */
export class Visitors {
  readonly #sessions: BrowserSessions;
  readonly #tokens: TokenRoles;
  readonly #cookieName: () => string;

  constructor(sessions: BrowserSessions, tokens: TokenRoles, cookieName: () => string) {
    this.#sessions = sessions;
    this.#tokens = tokens;
    this.#cookieName = cookieName;
  }

  /**
   * Who sent a request: nothing when it shows nothing. A cookie counts for the page's own requests alone, since
   * browsers send it with those of other ports of this machine too. Throws `UNAUTHENTICATED` for a token
   * that does not count.
   */
  identify(headers: IncomingHttpHeaders, origin: RequestOrigin): Visitor | undefined {
    if (headers.authorization !== undefined) {
      const token = BEARER.exec(headers.authorization)?.[1] ?? '';
      return { role: this.#tokens.roleOf(token), credential: { token } };
    }
    const isOwn = (origin === 'none' || origin === 'own') && OWN_SITES.includes(headers['sec-fetch-site']);
    const cookie = isOwn ? readCookie(headers.cookie, this.#cookieName()) : undefined;
    if (cookie === undefined || !this.#sessions.has(cookie)) return undefined;
    return { role: 'admin', credential: { cookie } };
  }

  /** The role of a token. Throws `UNAUTHENTICATED`. */
  roleOfToken(token: string): Role {
    return this.#tokens.roleOf(token);
  }

  /** Whether somebody would still be let in in the same way, with the same role. */
  isValid({ role, credential }: Visitor): boolean {
    if ('cookie' in credential) return this.#sessions.has(credential.cookie);
    try {
      return this.#tokens.roleOf(credential.token) === role;
    } catch {
      // A token that does not count any more.
      return false;
    }
  }
}
