import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { lstatSync, unlinkSync } from 'node:fs';
import { chmod, lstat, rename } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { codeOf, messageOf } from 'headframe';
import { serverError } from './errors.ts';
import { BACKLOG, type ListenerEvents } from './listener.ts';

const SOCKET_MODE = 0o600;

interface Open {
  readonly server: Server;
  readonly path: string;
  /** Tells the socket from one that another process has put in its place. */
  readonly inode: number;
}

/** One Unix socket that is listened on, for the processes of its owner alone. */
export class UnixListener {
  readonly #events: ListenerEvents;
  #open: Open | undefined;

  constructor(events: ListenerEvents) {
    this.#events = events;
  }

  /** Where it listens. */
  get path(): string | undefined {
    return this.#open?.path;
  }

  /**
   * Listens on a path; called while it does not. A socket there that nobody listens on is replaced. Throws `SOCKET_BUSY` when
   * somebody does, or something else is there, and `LISTEN_FAILED`.
   */
  async open(path: string): Promise<void> {
    await refuseLiving(path);
    // Made under another name, so that it has its mode, and somebody listens, before anybody can find it.
    const temporary = join(dirname(path), `.sock-${randomBytes(3).toString('hex')}`);
    const server = createServer({ allowHalfOpen: true });
    server.on('connection', (socket) => this.#events.connected(socket, 'unix'));
    server.listen({ path: temporary, backlog: BACKLOG });
    try {
      await once(server, 'listening');
      await chmod(temporary, SOCKET_MODE);
      const { ino: inode } = await lstat(temporary);
      await rename(temporary, path);
      this.#open = { server, path, inode };
    } catch (error) {
      server.close();
      throw listenFailed(path, messageOf(error), error);
    }
    server.on('error', (error) => this.#events.failed(error));
  }

  /** Frees the path at once. Resolves when the connections that came by it are closed too. */
  async close(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const closed = new Promise<void>((resolve) => open.server.close(() => resolve()));
    removeOwn(open);
    await closed;
  }
}

/** Whether the path may be taken. */
async function refuseLiving(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw listenFailed(path, messageOf(error), error);
  });
  if (!found) return;
  if (!found.isSocket()) throw busy(path, 'it is no socket');
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ECONNREFUSED' || code === 'ENOENT') return;
    throw busy(path, messageOf(error));
  } finally {
    socket.destroy();
  }
  throw busy(path, 'another process listens on it');
}

function removeOwn({ path, inode }: Open): void {
  try {
    if (lstatSync(path).ino === inode) unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function busy(path: string, reason: string): Error {
  return serverError('SOCKET_BUSY', `the Unix socket ${path} is taken: ${reason}`, { data: { path } });
}

function listenFailed(path: string, reason: string, cause: unknown): Error {
  return serverError('LISTEN_FAILED', `cannot listen on ${path}: ${reason}`, { cause, data: { path } });
}
