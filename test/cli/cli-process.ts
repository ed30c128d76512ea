import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { hostProgram } from '../host-program.ts';

const DEADLINE_MS = 60_000;

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The CLI in a process of its own. */
export class CliProcess {
  readonly ended: Promise<End>;
  out = '';
  err = '';
  readonly #child: ChildProcess;
  /** Whoever waits for what is said. */
  readonly #listeners = new Set<() => void>();
  #hasEnded = false;

  constructor(cwd: string, args: readonly string[], program: readonly string[] = hostProgram) {
    this.#child = spawn(process.execPath, [...program, ...args], {
      cwd,
      env: { PATH: process.env.PATH, NO_COLOR: '1', HEADFRAME__plugins__web_inspector__settings__port: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
      this.#tell();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
      this.#tell();
    });
    this.ended = once(this.#child, 'close').then(([code, signal]) => {
      this.#hasEnded = true;
      this.#tell();
      return { code, signal } as End;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until standard output or standard error has such a text. */
  says(text: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const fail = (): void => {
        stop();
        reject(new Error(`no ${text} in\n${this.out}\n${this.err}`));
      };
      const look = (): void => {
        if (text.test(this.out) || text.test(this.err)) {
          stop();
          resolve();
        } else if (this.#hasEnded) fail();
      };
      const timer = setTimeout(fail, DEADLINE_MS);
      this.#listeners.add(look);
      look();
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Starts a host in a folder and waits until it is ready; what is left of it is killed when the test ends. */
export async function startHostProcess(
  t: TestContext,
  cwd: string,
  args: readonly string[] = [],
  program: readonly string[] = hostProgram,
): Promise<CliProcess> {
  const host = new CliProcess(cwd, ['start', '--port', '0', ...args], program);
  t.after(async () => {
    host.kill('SIGKILL');
    await host.ended;
  });
  await host.says(/ready; Ctrl\+C stops it|"addresses"/);
  return host;
}
