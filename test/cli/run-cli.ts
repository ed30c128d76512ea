import type { Context } from '../../cli/context.ts';
import { run } from '../../cli/main.ts';

/** What a command left behind. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

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
      err += `${text}\n`;
    },
  };
  const code = await run(['node', 'headframe', ...args], context);
  return { code, out, err };
}

/** What a command says while a host takes its time, as one does on a busy machine. */
const WAITING = /^waiting for the host's answer to .* …\n/gm;

/** Runs a command with `--json` and reads its one line. */
export async function runJson<T>(cwd: string, ...args: readonly string[]): Promise<T> {
  const { out, err } = await runCli(cwd, [...args, '--json']);
  if (out.trimEnd().includes('\n') || err.replaceAll(WAITING, '') !== '')
    throw new Error(`not one line of JSON: ${out}${err}`);
  return JSON.parse(out) as T;
}
