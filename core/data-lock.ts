import { createHash, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, HeadframeError, messageOf } from './errors.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** The right to use a data folder or a file, until it is released or the process ends. */
export interface DataLock {
  release(): Promise<void>;
}

interface Holder extends ProcessIdentity {
  /** Tells this lock from every other one, also of the same process. */
  readonly nonce: string;
}

const FILE = 'lock';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const ATTEMPTS = 16;

/**
 * Makes the data folder, closed to other users, and takes its lock. A lock whose process has ended,
 * be it by `kill -9`, is taken over. Throws `HOST_RUNNING` at once when a living process holds it,
 * and `IO_FAILED`.
 *
 * Notes: a stale lock may only be replaced by whoever holds a second lock, named after the stale
 * one's nonce, so that of several that find it only one takes it over.
 */
export async function lockDataFolder(folder: string): Promise<DataLock> {
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await chmod(folder, FOLDER_MODE);
    return await lockFile(join(folder, FILE));
  } catch (error) {
    if (error instanceof HeadframeError) throw error;
    throw new HeadframeError('IO_FAILED', `the data folder ${folder} cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Takes a lock by a file of its own. Throws `HOST_RUNNING` at once when a living process holds it, `IO_FAILED`. */
export async function lockFile(file: string): Promise<DataLock> {
  const holder: Holder = { ...(await ownIdentity()), nonce: randomBytes(8).toString('hex') };
  await take(file, holder, 0);
  return { release: () => release(file, holder) };
}

/** The living process that holds a data folder, if there is one. */
export async function lockHolder(folder: string): Promise<ProcessIdentity | undefined> {
  const holder = await readHolder(join(folder, FILE));
  return holder && (await isRunning(holder)) ? { pid: holder.pid, started: holder.started } : undefined;
}

async function take(file: string, own: Holder, depth: number): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await create(file, own)) return;
    const found = await readHolder(file);
    if (!found) continue;
    if (await isRunning(found)) throw held(file, found.pid);
    if (depth === ATTEMPTS) break;
    const takeover = `${file}.${found.nonce}`;
    await take(takeover, own, depth + 1);
    try {
      const still = await readHolder(file);
      if (still?.nonce === found.nonce) {
        await replace(file, own);
        return;
      }
    } finally {
      await release(takeover, own);
    }
  }
  throw new HeadframeError('IO_FAILED', `${file} cannot be taken: it changes all the time`);
}

/** Creates the lock file with its content in one step. False when there is one. */
async function create(file: string, own: Holder): Promise<boolean> {
  const temporary = await writeTemporary(file, own);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function replace(file: string, own: Holder): Promise<void> {
  await rename(await writeTemporary(file, own), file);
}

async function writeTemporary(file: string, own: Holder): Promise<string> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await writeFile(temporary, JSON.stringify(own), { mode: FILE_MODE, flag: 'wx' });
  return temporary;
}

async function release(file: string, own: Holder): Promise<void> {
  const found = await readHolder(file);
  if (found?.nonce === own.nonce) await rm(file, { force: true });
}

async function readHolder(file: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  return parseHolder(text) ?? torn(text);
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, started, nonce } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof nonce !== 'string' || !/^[0-9a-f]{16}$/.test(nonce))
      return undefined;
    return { pid, started: started ?? null, nonce };
  } catch {
    // What a loss of power left of it.
    return undefined;
  }
}

/** Stands for a lock file that nobody living has written. */
function torn(text: string): Holder {
  const nonce = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { pid: 0, started: null, nonce };
}

function held(file: string, pid: number): HeadframeError {
  const message = `${file}: the host with pid ${pid} uses this data folder`;
  return new HeadframeError('HOST_RUNNING', message, { data: { file, pid } });
}
