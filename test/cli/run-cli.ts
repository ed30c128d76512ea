import type { Context } from '../../cli/context.ts';
import { run } from '../../cli/main.ts';

/** What a command left behind. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  /** Without what it said of its progress, as it does when it takes more than a second. */
  readonly err: string;
}

/** A line that tells what a command waits for. */
const PROGRESS = / …$/;

/** Runs a command in this process as if it had been given in `cwd`. */
export async function runCli(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult> {
  let out = '';
  let err = '';
  const context: Context = {
    cwd,
    env,
    colour: false,
    exitCode: 0,
    print: (text) => {
      out += `${text}\n`;
    },
    tell: (text) => {
      if (!PROGRESS.test(text)) err += `${text}\n`;
    },
  };
  const code = await run(['node', 'headframe', ...args], context);
  return { code, out, err };
}

/** Runs a command with `--json` and reads its one line. */
export async function runJson<T>(cwd: string, ...args: readonly string[]): Promise<T> {
  const { out, err } = await runCli(cwd, [...args, '--json']);
  if (out.trimEnd().includes('\n') || err !== '') throw new Error(`not one line of JSON: ${out}${err}`);
  return JSON.parse(out) as T;
}
