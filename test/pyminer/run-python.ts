import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LastText } from './last-text.ts';

const PYTHON = '/usr/bin/python3';
const RUN_MS = 120_000;
const REPORT_BYTES = 64 * 1024 * 1024;

/** What a program reads on its standard input, as JSON. */
export type PythonOptions = Readonly<Record<string, unknown>>;

/**
 * Runs a program of this folder in Debian's Python and gives its report, the JSON that it prints.
 *
 * Throws with what it wrote to standard error when it fails, reports nothing, or takes more than 2 minutes.
 */
export async function runPython<T>(program: string, options: PythonOptions): Promise<T> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(PYTHON, ['-B', path], { stdio: 'pipe' });
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MS);
  const errors = new LastText();
  const output: Buffer[] = [];
  let size = 0;
  child.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > REPORT_BYTES) child.kill('SIGKILL');
    else output.push(chunk);
  });
  child.stdin.on('error', (error) => errors.add(Buffer.from(String(error))));
  child.stdin.end(JSON.stringify(options));
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  if (code !== 0) throw new Error(`${program} ended with ${signal ?? code}:\n${errors.text}`);
  return JSON.parse(Buffer.concat(output).toString('utf8')) as T;
}
