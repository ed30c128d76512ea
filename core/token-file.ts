import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeFileAtomic } from './atomic-file.ts';
import type { Role } from './command.ts';
import { type DataLock, lockFile } from './data-lock.ts';
import { codeOf, HeadframeError, messageOf } from './errors.ts';
import { createToken, createTokens, isToken, ROLES, type Tokens } from './token.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;
const MAX_BYTES = 4096;
const ATTEMPTS = 16;
const LOCK_MS = 10_000;
const POLL_MS = 20;

/** Where a data folder's tokens are: one JSON object with a token a role, for its owner alone. */
export function tokenFile(dataDir: string): string {
  return join(dataDir, 'token');
}

/**
 * Reads a data folder's tokens; `undefined` when there are none yet. Throws `TOKEN_FILE_UNSAFE` for a
 * file that others can read, that belongs to another user, that is a link or that holds no tokens.
 */
export function readTokens(dataDir: string): Tokens | undefined {
  const file = tokenFile(dataDir);
  const text = readOwn(file);
  if (text === undefined) return undefined;
  const tokens = parse(text);
  if (tokens) return tokens;
  throw unsafe(file, 'it holds no token for each role');
}

/** The same, made when there are none; the folder too. Throws `TOKEN_FILE_UNSAFE`, `IO_FAILED`. */
export async function ensureTokens(dataDir: string): Promise<Tokens> {
  const file = tokenFile(dataDir);
  let tokens = readTokens(dataDir);
  for (let attempt = 0; !tokens && attempt < ATTEMPTS; attempt += 1) {
    await create(dataDir, file);
    tokens = readTokens(dataDir);
  }
  if (!tokens) throw new HeadframeError('IO_FAILED', `${file} cannot be read: it comes and goes`);
  return tokens;
}

/**
 * Gives roles new tokens; those of the others stay. A running host closes the sessions that used the
 * old ones. Throws `TOKEN_FILE_UNSAFE`, `IO_FAILED`.
 */
export async function rotateTokens(dataDir: string, roles: Iterable<Role>): Promise<void> {
  const file = tokenFile(dataDir);
  const fresh = Object.fromEntries([...roles].map((role) => [role, createToken(role)]));
  await ensureTokens(dataDir);
  const lock = await waitForLock(file);
  try {
    const tokens = { ...(await ensureTokens(dataDir)), ...fresh };
    await writeFileAtomic(file, format(tokens), { mode: FILE_MODE });
  } finally {
    await lock.release();
  }
}

/** Of two rotations at a time the second one waits, so that it takes nothing of the first one back. */
async function waitForLock(file: string): Promise<DataLock> {
  let lock = await tryLock(file);
  for (let waited = 0; !lock; waited += POLL_MS) {
    if (waited >= LOCK_MS) throw new HeadframeError('IO_FAILED', `${file}: another rotation does not end`);
    await delay(POLL_MS);
    lock = await tryLock(file);
  }
  return lock;
}

/** The lock, unless another rotation has it. */
async function tryLock(file: string): Promise<DataLock | undefined> {
  try {
    return await lockFile(`${file}.lock`);
  } catch (error) {
    if (codeOf(error) !== 'HOST_RUNNING') throw error;
    return undefined;
  }
}

/** Puts a whole file in place in one step, unless there is one. */
async function create(dataDir: string, file: string): Promise<void> {
  const temporary = join(dataDir, `.token.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(dataDir, { recursive: true, mode: FOLDER_MODE });
    await writeFile(temporary, format(createTokens()), { mode: FILE_MODE, flag: 'wx', flush: true });
    await link(temporary, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw new HeadframeError('IO_FAILED', `${file} was not written: ${messageOf(error)}`, { cause: error });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What is asked of the file is asked of what was opened, so that it cannot be exchanged in between. */
function readOwn(file: string): string | undefined {
  const descriptor = openOwn(file);
  if (descriptor === undefined) return undefined;
  try {
    const { uid, mode, size } = fstatSync(descriptor);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw unsafe(file, 'it is no file');
    if (process.geteuid && uid !== process.geteuid()) throw unsafe(file, 'it belongs to another user');
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw unsafe(file, `its mode is ${(mode & 0o777).toString(8)}, not 600`);
    if (size > MAX_BYTES) throw unsafe(file, `it has ${size} bytes`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** O_NOFOLLOW: open(2); O_NONBLOCK, so that a pipe in its place holds nobody up. Windows has neither. */
function openOwn(file: string): number | undefined {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    return openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    throw unsafe(file, code === 'ELOOP' ? 'it is a link' : messageOf(error));
  }
}

function parse(text: string): Tokens | undefined {
  try {
    const { read, write, admin } = JSON.parse(text) as Partial<Record<Role, unknown>>;
    if (!isToken(read, 'read') || !isToken(write, 'write') || !isToken(admin, 'admin')) return undefined;
    return { read, write, admin };
  } catch {
    // Told as a file without tokens.
    return undefined;
  }
}

function format(tokens: Tokens): string {
  return `${JSON.stringify(Object.fromEntries(ROLES.map((role) => [role, tokens[role]])), null, 2)}\n`;
}

function unsafe(file: string, reason: string): HeadframeError {
  return new HeadframeError('TOKEN_FILE_UNSAFE', `${file} cannot be trusted: ${reason}`, { data: { file } });
}
