import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS = 30_000;

/** Debian's redis-server, in memory alone, on a Unix socket of its own. */
export class RedisServer {
  readonly socket: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, socket: string) {
    this.#child = child;
    this.#folder = folder;
    this.socket = socket;
  }

  static async start(): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), 'headframe-redis-'));
    const socket = join(folder, 'redis.sock');
    const options = [
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxclients',
      '4000',
    ];
    const child = spawn('redis-server', options, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const timer = setTimeout(() => child.kill(), START_MS);
    let said = '';
    while (!said.includes('ready to accept connections')) {
      const [chunk] = await Promise.race([
        once(child.stdout, 'data'),
        once(child, 'exit').then(() => [undefined]),
      ]);
      if (chunk === undefined) throw new Error(`redis-server did not start:\n${said}`);
      said += String(chunk);
    }
    clearTimeout(timer);
    child.stdout.resume();
    return new RedisServer(child, folder, socket);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
