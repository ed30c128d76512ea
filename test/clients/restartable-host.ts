import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliProcess } from '../cli/cli-process.ts';

/** A host in a process of its own that can be ended and started again, in a folder of its own. */
export class RestartableHost implements AsyncDisposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'headframe-restarts-'));
  #process: CliProcess | undefined;

  /** Starts a host and waits until it is ready. */
  static async start(): Promise<RestartableHost> {
    const host = new RestartableHost();
    await host.start();
    return host;
  }

  /** Where clients reach it, over all restarts. */
  get address(): string {
    return `unix:${join(this.folder, '.headframe', 'headframe.sock')}`;
  }

  /** What it has logged since it started last. */
  get log(): string {
    return this.#process?.err ?? '';
  }

  /** The TCP port that it has taken at this start. */
  get port(): number {
    const runtime = readFileSync(join(this.folder, '.headframe', 'runtime.json'), 'utf8');
    return JSON.parse(runtime).addresses.tcp.port;
  }

  async start(): Promise<void> {
    this.#process = new CliProcess(this.folder, ['start', '--port', '0']);
    await this.#process.says(/ready; Ctrl\+C stops it|"addresses"/);
  }

  /** Ends it: SIGTERM lets it say goodbye, SIGKILL does not. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#process?.kill(signal);
    await this.#process?.ended;
    this.#process = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
