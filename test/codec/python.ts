import { join } from 'node:path';
import { PythonServer } from './python-server.ts';

let server: PythonServer | undefined;

/**
 * Runs a script of this folder, or code given with `-c`, with `input` on its standard input; gives what it printed. One
 * Python, started when it is first asked, runs all that a process asks for, each in a fork of its own: numpy and pandas take
 * longer to import than most programs to run. Throws when the program ends with an error.
 */
export function runPython(args: readonly string[], input: string | Uint8Array = ''): Buffer {
  server ??= new PythonServer();
  const resolved = args.map((arg) => (arg.endsWith('.py') ? join(import.meta.dirname, arg) : arg));
  const { code, output } = server.run(resolved, Buffer.from(input));
  if (code !== 0) throw new Error(`python3 ${args[0]} ended with ${code}`);
  return output;
}

/** The text that a program prints. */
export function python(args: readonly string[], input?: string | Uint8Array): string {
  return runPython(args, input).toString('utf8');
}

/** The JSON that each line of a program's output holds. */
export function pythonLines<Line>(args: readonly string[], input?: string | Uint8Array): Line[] {
  const lines = python(args, input)
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Line);
}
