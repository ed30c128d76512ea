import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { LastText } from '../pyminer/last-text.ts';

const PYTHON = '/usr/bin/python3';
const RUN_MS = 120_000;
const PACKAGE = resolve('clients/python/src');

/** How a Python is started. */
export interface PythonRun {
  readonly args: readonly string[];
  /** The port of the host that it talks to. */
  readonly port: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is killed; 2 minutes unless given. */
  readonly runMs?: number;
}

/** A Python with the package of `clients/python` on its path; killed when it takes too long. */
export class PythonProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #errors = new LastText();
  readonly #closed: Promise<unknown[]>;

  constructor({ args, port, cwd = process.cwd(), env = {}, runMs = RUN_MS }: PythonRun) {
    this.#child = spawn(PYTHON, ['-B', ...args], {
      cwd,
      env: { ...process.env, PYTHONPATH: PACKAGE, HEADFRAME_PORT: String(port), ...env },
      stdio: 'pipe',
    });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), runMs);
    this.#closed = once(this.#child, 'close').finally(() => clearTimeout(timer));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#errors.add(chunk));
    const input = this.#child.stdout;
    if (!input) throw new Error('the process has no output');
    this.#lines = createInterface({ input })[Symbol.asyncIterator]();
  }

  /** The last of what it wrote to standard error. */
  get errors(): string {
    return this.#errors.text;
  }

  /** The next line of its output; throws, with what it wrote to standard error, when it has ended. */
  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the process has ended:\n${this.errors}`);
    return value;
  }

  /** The first line from here on that `test` holds for. */
  async lineWhere(test: (line: string) => boolean): Promise<string> {
    for (;;) {
      const line = await this.line();
      if (test(line)) return line;
    }
  }

  /** Writes a line to its input. */
  write(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Closes its input and waits for its end. Throws unless it ends with 0; gives the rest of its output. */
  async end(): Promise<string> {
    this.#child.stdin?.end();
    const lines: string[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) break;
      lines.push(value);
    }
    const [code, signal] = await this.#closed;
    if (code !== 0) throw new Error(`the process ended with ${signal ?? code}:\n${this.errors}`);
    return lines.join('\n');
  }

  /** Kills it and waits for its end. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}
