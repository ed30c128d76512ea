import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PYTHON = '/usr/bin/python3';
const DEADLINE_MS = 120_000;

/** Runs a script of this folder, or code given with `-c`, with `input` on its standard input; gives what it printed. */
export async function python(args: readonly string[], input: string | Uint8Array = ''): Promise<string> {
  const resolved = args.map((arg) => (arg.endsWith('.py') ? join(import.meta.dirname, arg) : arg));
  const child = spawn(PYTHON, resolved, { stdio: ['pipe', 'pipe', 'inherit'], timeout: DEADLINE_MS });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stdin.end(input);
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`python3 ${args[0]} ended with ${code ?? signal}`);
  return Buffer.concat(pieces).toString('utf8');
}

/** The JSON that each line of a script's output holds. */
export async function pythonLines<Line>(
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<Line[]> {
  const lines = (await python(args, input)).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Line);
}
