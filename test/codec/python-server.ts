import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PYTHON = '/usr/bin/python3';
const SCRIPT = join(import.meta.dirname, 'python-server.py');
const LINE_END = 0x0a;

/** What came of a program: its exit code, below zero the number of the signal that ended it, and what it printed. */
export interface PythonEnd {
  readonly code: number;
  readonly output: Buffer;
}

/** The two ends of a pipe, for which one waits without the event loop. */
class NamedPipe {
  readonly out: number;
  readonly into: number;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'headframe-pipe-'));
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    // An end is opened without waiting when there is the other one already.
    const both = openSync(path, 'r+');
    this.out = openSync(path, 'r');
    this.into = openSync(path, 'w');
    closeSync(both);
    rmSync(folder, { recursive: true });
  }
}

/**
 * A Python that waits for programs to run (see `python-server.py`), and that ends with this process.
 */
export class PythonServer {
  readonly #requests: number;
  readonly #answers: number;

  constructor() {
    const [requests, answers] = [new NamedPipe(), new NamedPipe()];
    const child = spawn(PYTHON, [SCRIPT], { stdio: [requests.out, answers.into, 'inherit'] });
    child.unref();
    // Python alone has the other ends: each side sees the other one's end.
    closeSync(requests.out);
    closeSync(answers.into);
    this.#requests = requests.into;
    this.#answers = answers.out;
  }

  /** Runs a program and waits until it ends. */
  run(args: readonly string[], input: Uint8Array): PythonEnd {
    this.#write(Buffer.from(`${JSON.stringify({ args, input: input.length })}\n`));
    this.#write(input);
    const { code, output } = JSON.parse(this.#line()) as { code: number; output: number };
    return { code, output: this.#read(output) };
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#requests, bytes, at);
  }

  #line(): string {
    const bytes: number[] = [];
    for (;;) {
      const [byte] = this.#read(1);
      if (byte === undefined || byte === LINE_END) return Buffer.from(bytes).toString();
      bytes.push(byte);
    }
  }

  #read(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; ) {
      const count = readSync(this.#answers, bytes, at, length - at, null);
      if (count === 0) throw new Error('Python has ended');
      at += count;
    }
    return bytes;
  }
}
