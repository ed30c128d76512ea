import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomic } from 'headframe';
import { createSecret, digestOf, findByDigest } from './secret.ts';

/** Browsers that are let in at a time; the oldest goes when there is one more. */
const MAX_SESSIONS = 64;
const MS_PER_HOUR = 3_600_000;

interface Session {
  readonly digest: Buffer;
  /** When it ends, in ms since 1970. */
  readonly until: number;
  /** The digest of the admin token at its beginning, in base64; empty when there was none. */
  readonly token: string;
}

/** What a {@link BrowserSessions} is given. */
export interface BrowserSessionsOptions {
  /** Where they are kept over a restart, if its folder is there: digests alone, for the owner alone. */
  readonly file: string;
  hours(): number;
  /** The token of the role admin, if there is one: with another, the sessions from before have ended. */
  adminToken(): string | undefined;
}

/** The browsers that are let in: each has a cookie with a secret, of which the digest is kept. */
export class BrowserSessions {
  readonly #options: BrowserSessionsOptions;
  #sessions: readonly Session[];
  #writing: Promise<void> = Promise.resolve();

  constructor(options: BrowserSessionsOptions) {
    this.#options = options;
    this.#sessions = read(options.file);
  }

  /** Lets a browser in: the secret for its cookie. Throws `IO_FAILED`. */
  async create(): Promise<string> {
    const secret = createSecret();
    const until = Date.now() + this.#options.hours() * MS_PER_HOUR;
    const session = { digest: digestOf(secret), until, token: this.#tokenDigest() };
    this.#sessions = [...this.#valid(), session].slice(-MAX_SESSIONS);
    // One after the other: the last one has them all.
    this.#writing = this.#writing.then(
      () => this.#write(),
      () => this.#write(),
    );
    await this.#writing;
    return secret;
  }

  /** Whether a secret is that of a browser that is let in. */
  has(secret: string): boolean {
    return findByDigest(this.#valid(), secret) !== undefined;
  }

  async #write(): Promise<void> {
    const { file } = this.#options;
    if (existsSync(dirname(file))) await writeFileAtomic(file, JSON.stringify(this.#sessions.map(toJson)));
  }

  #valid(): readonly Session[] {
    const now = Date.now();
    const digest = this.#tokenDigest();
    return this.#sessions.filter(({ until, token }) => now < until && (token === '' || token === digest));
  }

  #tokenDigest(): string {
    const token = this.#options.adminToken();
    return token === undefined ? '' : digestOf(token).toString('base64');
  }
}

function toJson({ digest, until, token }: Session): object {
  return { digest: digest.toString('base64'), until, token };
}

/** What cannot be read lets nobody in: whoever was has to be let in again. */
function read(file: string): Session[] {
  try {
    const sessions: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(sessions) ? sessions.flatMap(fromJson).slice(-MAX_SESSIONS) : [];
  } catch {
    return [];
  }
}

function fromJson(given: unknown): Session[] {
  const { digest, until, token } = Object(given) as Readonly<Record<string, unknown>>;
  if (typeof digest !== 'string' || typeof until !== 'number' || typeof token !== 'string') return [];
  const bytes = Buffer.from(digest, 'base64');
  return bytes.length === digestOf('').length ? [{ digest: bytes, until, token }] : [];
}
