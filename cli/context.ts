import type { ExitCode } from './exit-code.ts';

/** Where a command runs and where its output goes. Tests give their own. */
export interface Context {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether standard output takes colours. */
  readonly colour: boolean;
  /** The exit code when nothing throws. */
  exitCode: ExitCode;
  /** Writes data to standard output. */
  print(text: string): void;
  /** Writes what is said to a person to standard error. */
  tell(text: string): void;
}

/** The context of the running process. Colours need a terminal and no `NO_COLOR` (no-color.org). */
export function processContext(): Context {
  const { env, stdout, stderr } = process;
  return {
    cwd: process.cwd(),
    env,
    colour: Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
    exitCode: 0,
    print: (text) => void stdout.write(`${text}\n`),
    tell: (text) => void stderr.write(`${text}\n`),
  };
}

/** Prints a command's result: as one line of JSON, or as text for people. */
export function printResult(
  context: Context,
  asJson: boolean | undefined,
  result: object,
  text: () => string,
): void {
  context.print(asJson ? JSON.stringify(result) : text());
}
