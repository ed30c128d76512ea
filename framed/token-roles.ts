import { messageOf, type Role, readTokens, roleOfToken, type Tokens } from 'headframe';
import { framedError } from './errors.ts';
import type { Notice } from './notice.ts';

/** What the tokens of a data folder allow. The file is read at every use: a new one counts at once, an old one no more. */
export class TokenRoles {
  readonly #dataDir: string;
  readonly #notice: Notice;

  /** `notice` is told when the tokens cannot be read. */
  constructor(dataDir: string, notice: Notice) {
    this.#dataDir = dataDir;
    this.#notice = notice;
  }

  /** The role of who shows a token. Throws `UNAUTHENTICATED`. */
  roleOf(token: string): Role {
    const tokens = this.tokens();
    const role = tokens && roleOfToken(tokens, token);
    if (role) return role;
    throw framedError('UNAUTHENTICATED', 'this token is none of the server, or not any more');
  }

  /** The tokens as they are now; nothing when there are none, or they cannot be read. */
  tokens(): Tokens | undefined {
    try {
      return readTokens(this.#dataDir);
    } catch (error) {
      this.#notice.tell({ err: error }, `no token is accepted: ${messageOf(error)}`);
      return undefined;
    }
  }
}
