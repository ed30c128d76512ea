import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from './command.ts';

/** A secret for each role: whoever shows one has that role. */
export type Tokens = Readonly<Record<Role, string>>;

/** The roles, the one that may do least first. */
export const ROLES: readonly Role[] = ['read', 'write', 'admin'];

const RANDOM_BYTES = 32;
const TOKEN = /^headframe_(read|write|admin)_[\w-]{43}$/;

/** A new token of a role: the role in clear, for people, and 256 random bits in base64url (RFC 4648 §5). */
export function createToken(role: Role): string {
  return `headframe_${role}_${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

/** A new token for every role. */
export function createTokens(): Tokens {
  return { read: createToken('read'), write: createToken('write'), admin: createToken('admin') };
}

/** Whether a text has a token's form, and that of its role. */
export function isToken(text: unknown, role: Role): text is string {
  return typeof text === 'string' && TOKEN.exec(text)?.[1] === role;
}

/** The role of a token; `undefined` for none of these. How long it takes tells nothing of how alike they are. */
export function roleOfToken(tokens: Tokens, given: string): Role | undefined {
  const digest = sha256(given);
  let found: Role | undefined;
  for (const role of ROLES) if (timingSafeEqual(sha256(tokens[role]), digest)) found = role;
  return found;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
