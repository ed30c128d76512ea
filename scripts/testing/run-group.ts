import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { FileOutcome } from './file-outcome.ts';
import { EVENTS, type TestEvent } from './test-event.ts';

const CLOSING_MS = 5_000;

/** How files of tests are run. */
export interface RunOptions {
  /** The arguments of Node before the files: the reporter that sends its events, and the module that loads them. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** How long each file may take. */
  readonly timeoutMs: number;
  /** Also prints what the files print, and each test when it ends. */
  readonly loud?: boolean;
}

/**
 * Runs files of tests one after the other in one process, and calls `done` with what came of each. Does not throw for
 * a file that fails; when the process ends in one, those behind it are run in another.
 */
export async function runGroup(
  files: readonly string[],
  options: RunOptions,
  done: (outcome: FileOutcome) => void,
): Promise<void> {
  for (let left = files; left.length > 0; ) left = left.slice(await runProcess(left, options, done));
}

/** Runs files in a process of their own; gives how many of them it came to. */
async function runProcess(
  files: readonly string[],
  { args, env, timeoutMs, loud = false }: RunOptions,
  done: (outcome: FileOutcome) => void,
): Promise<number> {
  let current = new FileOutcome(files[0] ?? '');
  let begun = 0;
  let failures = 0;
  const finish = (): void => {
    failures += current.failures.length;
    current.finish();
    done(current);
  };
  const child = spawn(process.execPath, [...args, ...files], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const deadline = new Deadline(child, timeoutMs);
  const streams = [child.stdout, child.stderr] as Readable[];
  for (const [index, stream] of streams.entries())
    stream.setEncoding('utf8').on('data', (text: string) => {
      current.print(text);
      if (loud) [process.stdout, process.stderr][index]?.write(text);
    });
  const events = createInterface({ input: child.stdio[EVENTS] as Readable });
  events.on('line', (line) => {
    const event = JSON.parse(line) as TestEvent;
    if (event.type !== 'file') return current.add(event);
    begun += 1;
    deadline.begin();
    if (begun === 1) return;
    finish();
    current = new FileOutcome(event.file);
  });
  const end = await endOf(child);
  deadline.stop();
  // A test that failed is why a process ends with 1.
  const isTold = end === 'exit code 1' && failures + current.failures.length > 0;
  current.end = deadline.passed ? `no end after ${timeoutMs / 1000} s` : isTold ? undefined : end;
  finish();
  return Math.max(1, begun);
}

/** Ends a process whose time is over, which begins anew with each file. */
class Deadline {
  passed = false;
  readonly #child: ChildProcess;
  readonly #ms: number;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(child: ChildProcess, ms: number) {
    this.#child = child;
    this.#ms = ms;
    this.begin();
  }

  begin(): void {
    this.stop();
    const end = (): void => {
      this.passed = true;
      this.#child.kill('SIGTERM');
    };
    this.#timers.push(
      setTimeout(end, this.#ms),
      setTimeout(() => this.#child.kill('SIGKILL'), this.#ms + CLOSING_MS),
    );
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }
}

/** Waits for the end of the process; gives what is wrong with it. */
async function endOf(child: ChildProcess): Promise<string | undefined> {
  const closed = once(child, 'close');
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  // A process that it left behind may hold its output open.
  const closing = setTimeout(() => {
    for (const stream of child.stdio) stream?.destroy();
  }, CLOSING_MS);
  await closed;
  clearTimeout(closing);
  if (signal) return `ended by ${signal}`;
  return code === 0 ? undefined : `exit code ${code}`;
}
