import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const DEADLINE_MS = 120_000;

/** A terminal in which a program goes on running while the reader works in another. */
export class Terminal {
  readonly #child: ChildProcess;
  #output = '';

  constructor(program: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    const [command = '', ...args] = program;
    this.#child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes: Buffer) => {
        this.#output += bytes.toString();
        this.#child.emit('output');
      });
  }

  /** Waits until it shows each of some lines. */
  async expect(text: string, line: number): Promise<void> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    for (const expected of text.trim().split('\n')) {
      while (!this.#output.includes(expected)) {
        assert.equal(this.#child.exitCode, null, `line ${line}: the program has ended:\n${this.#output}`);
        await once(this.#child, 'output', { signal }).catch((error: unknown) => {
          throw new Error(`line ${line}: ${expected} is not in:\n${this.#output}`, { cause: error });
        });
      }
    }
  }

  /** Presses Ctrl+C, and gives the exit code. */
  async interrupt(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGINT');
      await ended;
    }
    return this.#child.exitCode;
  }
}
