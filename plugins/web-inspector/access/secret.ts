import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const RANDOM_BYTES = 32;

/** 256 random bits in base64url (RFC 4648 §5). */
export function createSecret(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}

/** What is kept of a secret: it cannot be read back, and takes the same time to compare whatever it is compared with. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The entry whose digest is that of a secret. How long it takes tells nothing of how alike they are. */
export function findByDigest<T extends { readonly digest: Buffer }>(
  entries: Iterable<T>,
  secret: string,
): T | undefined {
  const digest = digestOf(secret);
  let found: T | undefined;
  for (const entry of entries) if (timingSafeEqual(entry.digest, digest)) found = entry;
  return found;
}
