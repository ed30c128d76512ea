import { ensureTokens, messageOf, type Role } from 'headframe';
import { type Notice, TokenRoles } from 'headframe/framed';
import { serverError } from '../errors.ts';
import { type AccessSettings, type Arrival, checkSecure, framedRole, textRole } from './access.ts';

/** Who a session has shown itself to be. */
export interface Identity {
  readonly role: Role;
  /** The token that was shown; `undefined` where none was asked for. */
  readonly token: string | undefined;
  /** Whether it speaks a dialect in which a token can be shown. */
  readonly framed: boolean;
}

/** What an {@link Authenticator} is given. */
export interface AuthenticatorOptions {
  readonly dataDir: string;
  readonly settings: AccessSettings;
  /** Where it is noted that the tokens cannot be read. */
  readonly notice: Notice;
}

/** Tells what clients may do, by what they show and where they come from. */
export class Authenticator {
  readonly #dataDir: string;
  readonly #settings: AccessSettings;
  readonly #roles: TokenRoles;

  constructor({ dataDir, settings, notice }: AuthenticatorOptions) {
    this.#dataDir = dataDir;
    this.#settings = settings;
    this.#roles = new TokenRoles(dataDir, notice);
  }

  /** A framed client. A token decides wherever it is shown. Throws `UNAUTHENTICATED`. */
  framed(arrival: Arrival, token: string | undefined): Identity {
    checkSecure(arrival, this.#settings);
    const role = token === undefined ? framedRole(arrival.origin, this.#settings) : this.#roles.roleOf(token);
    return { role, token, framed: true };
  }

  /** A client of a text dialect. Throws `UNAUTHENTICATED`, `REMOTE_TEXT_REFUSED`. */
  text({ origin }: Arrival): Identity {
    return { role: textRole(origin, this.#settings), token: undefined, framed: false };
  }

  /** Why a session would not be let in now as it was then; `undefined` when it would. */
  problemOf(identity: Identity, arrival: Arrival): unknown {
    try {
      if (identity.framed) this.framed(arrival, identity.token);
      else this.text(arrival);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Sees to it that there are tokens to show. Throws `TOKEN_MISSING`. */
  async prepare(): Promise<void> {
    try {
      await ensureTokens(this.#dataDir);
    } catch (error) {
      const what = `clients need a token, and there is none: ${messageOf(error)}`;
      const way = 'mend that, or set socket-server.host to 127.0.0.1 and socket-server.requireToken to false';
      throw serverError('TOKEN_MISSING', `${what}; ${way}`, { cause: error });
    }
  }
}
