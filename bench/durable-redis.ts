import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const RUN_MS = 300_000;

/** Debian's redis-server with an append-only file, driven by its own redis-benchmark. */
export class DurableRedis {
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'headframe-aof-'));
  readonly #socket: string = join(this.#folder, 'redis.sock');
  #child: ChildProcess | undefined;

  /** Whether it can be compared with on this machine. */
  static get installed(): boolean {
    return ['redis-server', 'redis-benchmark'].every((name) => existsSync(join('/usr/bin', name)));
  }

  /** Starts it, and tells after how many ms it had its data. `fsync`: `always` or `everysec`. */
  async start(fsync: string): Promise<number> {
    const options = ['--port', '0', '--unixsocket', this.#socket, '--save', '', '--appendonly', 'yes'];
    const start = performance.now();
    const child = spawn(
      '/usr/bin/redis-server',
      [...options, '--appendfsync', fsync, '--dir', this.#folder],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    this.#child = child;
    const ended = once(child, 'exit').then(() => ['']);
    for (let said = ''; !/ready to accept connections/i.test(said); ) {
      const [chunk] = await Promise.race([once(child.stdout, 'data'), ended]);
      if (chunk === '') throw new Error(`redis-server did not start:\n${said}`);
      said += String(chunk);
    }
    child.stdout.resume();
    return performance.now() - start;
  }

  /** Sets keys of 100 bytes; returns how many a second. */
  async set(count: number, connections: number, pipeline: number): Promise<number> {
    const options = ['-s', this.#socket, '-t', 'set', '-d', '100', '--csv', '-n', String(count)];
    const load = ['-c', String(connections), '-P', String(pipeline), '-r', String(10 * count)];
    const { stdout } = await run('/usr/bin/redis-benchmark', [...options, ...load], { timeout: RUN_MS });
    const line = stdout.split('\n').find((text) => text.startsWith('"SET"'));
    return Number(line?.split(',')[1]?.replaceAll('"', ''));
  }

  /** Resident memory in MB. */
  async memory(): Promise<number> {
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(this.#child?.pid)]);
    return Number(stdout) / 1024;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
