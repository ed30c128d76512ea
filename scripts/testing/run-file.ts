import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { FileOutcome } from './file-outcome.ts';
import { EVENTS, type TestEvent } from './test-event.ts';

const CLOSING_MS = 5_000;

/** How a file of tests is run. */
export interface RunOptions {
  /** The arguments of Node: the reporter that sends its events, and the module with the file's tests. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Also prints what the file prints, and each test when it ends. */
  readonly loud?: boolean;
}

/** Runs a file of tests in a process of its own, and tells what came of it. Does not throw for a file that fails. */
export async function runFile(
  file: string,
  { args, env, timeoutMs, loud = false }: RunOptions,
): Promise<FileOutcome> {
  const outcome = new FileOutcome(file);
  const began = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const streams = [child.stdout, child.stderr] as Readable[];
  for (const [index, stream] of streams.entries())
    stream.setEncoding('utf8').on('data', (text: string) => {
      outcome.print(text);
      if (loud) [process.stdout, process.stderr][index]?.write(text);
    });
  const events = createInterface({ input: child.stdio[EVENTS] as Readable });
  events.on('line', (line) => outcome.add(JSON.parse(line) as TestEvent));
  outcome.end = await endOf(child, timeoutMs);
  outcome.seconds = (performance.now() - began) / 1000;
  return outcome;
}

/** Waits for the end of the process, which has `timeoutMs`; gives what is wrong with it. */
async function endOf(child: ChildProcess, timeoutMs: number): Promise<string | undefined> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
  }, timeoutMs);
  const killing = setTimeout(() => child.kill('SIGKILL'), timeoutMs + CLOSING_MS);
  const closed = once(child, 'close');
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  clearTimeout(killing);
  // A process that it left behind may hold its output open.
  const closing = setTimeout(() => {
    for (const stream of child.stdio) stream?.destroy();
  }, CLOSING_MS);
  await closed;
  clearTimeout(closing);
  if (late) return `no end after ${timeoutMs / 1000} s`;
  if (signal) return `ended by ${signal}`;
  return code === 0 ? undefined : `exit code ${code}`;
}
