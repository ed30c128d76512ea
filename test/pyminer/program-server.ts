import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LastText } from './last-text.ts';

const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('program-server.py', import.meta.url));

/** What came of a program: its exit code, below zero the number of the signal that ended it, and what it wrote. */
export interface ProgramEnd {
  readonly code: number;
  readonly report: string;
  readonly errors: string;
}

interface Running {
  readonly resolve: (end: ProgramEnd) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A Python that runs programs of this folder, each in a process that it forks (see `program-server.py`): numpy and pandas
 * take longer to import than most of them to run.
 */
export class ProgramServer {
  readonly #child: ChildProcess;
  readonly #running = new Map<number, Running>();
  readonly #closed: Promise<void>;
  #programs = 0;

  constructor() {
    this.#child = spawn(PYTHON, ['-B', SCRIPT], { stdio: 'pipe' });
    const errors = new LastText();
    this.#child.stderr?.on('data', (chunk: Buffer) => errors.add(chunk));
    this.#child.stdin?.on('error', (error) => errors.add(Buffer.from(String(error))));
    if (!this.#child.stdout) throw new Error('Python has no output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const { id, ...end } = JSON.parse(line) as ProgramEnd & { readonly id: number };
      this.#running.get(id)?.resolve(end);
      this.#running.delete(id);
    });
    this.#closed = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        const error = new Error(`Python ended with ${signal ?? code}:\n${errors.text}`);
        for (const { reject } of this.#running.values()) reject(error);
        resolve();
      });
    });
  }

  /** Runs a program, which reads its options as JSON on its standard input. */
  run(program: string, options: unknown): Promise<ProgramEnd> {
    this.#programs += 1;
    const id = this.#programs;
    return new Promise((resolve, reject) => {
      this.#running.set(id, { resolve, reject });
      this.#child.stdin?.write(`${JSON.stringify({ id, program, options })}\n`);
    });
  }

  /** Ends it, and waits for that. */
  close(): Promise<void> {
    this.#child.stdin?.end();
    return this.#closed;
  }
}
