import { after } from 'node:test';
import { Kept } from '../kept.ts';
import { ProgramServer } from './program-server.ts';

/** What a program reads on its standard input, as JSON. */
export type PythonOptions = Readonly<Record<string, unknown>>;

const kept = new Kept<ProgramServer>((server) => server.close());

/**
 * Runs a program of this folder in Debian's Python, in a process of its own, and gives its report, the JSON that it prints.
 * For tests, at whose end nothing of it is left.
 *
 * Throws with what it wrote to standard error when it fails, reports nothing, or takes more than 2 minutes.
 */
export async function runPython<T>(program: string, options: PythonOptions): Promise<T> {
  after(() => kept.leave());
  const server = await kept.take(async () => new ProgramServer());
  const { code, report, errors } = await server.run(program, options);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${errors}`);
  return JSON.parse(report) as T;
}
