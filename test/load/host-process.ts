import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliProcess } from '../cli/cli-process.ts';

/** A host in a process of its own, in a folder of its own, so that its memory and its delays are its alone. */
export class LoadedHost implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #process: CliProcess;

  private constructor(folder: string, process: CliProcess, port: number) {
    this.#folder = folder;
    this.#process = process;
    this.port = port;
  }

  /** Starts one with settings as `--set` takes them, and waits until it is ready. */
  static async start(...settings: readonly string[]): Promise<LoadedHost> {
    const folder = mkdtempSync(join(tmpdir(), 'headframe-load-'));
    const options = settings.flatMap((setting) => ['--set', setting]);
    const child = new CliProcess(folder, ['start', '--port', '0', ...options]);
    await child.says(/ready; Ctrl\+C stops it/);
    const { addresses } = JSON.parse(readFileSync(join(folder, '.headframe', 'runtime.json'), 'utf8'));
    return new LoadedHost(folder, child, addresses.tcp.port);
  }

  /** Bytes of memory that are its own (`VmRSS` less what it shares: proc(5)). Linux alone. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#process.ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
