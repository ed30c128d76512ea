import { Command, CommanderError } from 'commander';
import { hostVersion } from '../core/index.ts';
import { addCheck } from './check.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config.ts';
import { type Context, processContext } from './context.ts';
import { addDoctor } from './doctor.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code.ts';
import { addInit } from './init.ts';
import { addOpen } from './open.ts';
import { addPlugin } from './plugin.ts';
import { addReload } from './reload.ts';
import { errorAsJson, formatError } from './report.ts';
import { addSettings } from './settings.ts';
import { addStart } from './start.ts';
import { addStatus } from './status.ts';
import { addStop } from './stop.ts';
import { addToken } from './token.ts';
import { addVar } from './var.ts';

/** Runs the CLI with the process's arguments and sets its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv, processContext());
}

/** Runs one command line; `argv` as in `process.argv`. Does not throw: the exit code tells. */
export async function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  try {
    await createProgram(context).parseAsync([...argv]);
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.code.endsWith('helpDisplayed') || error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (argv.includes('--json')) context.print(JSON.stringify(errorAsJson(error)));
    else context.tell(formatError(error));
    return exitCodeOf(error);
  }
}

/** The command line with all commands. */
export function createProgram(context: Context): Command {
  const program = new Command('headframe')
    .description('A plugin host, and a live workspace that Python, Node.js and the browser share.')
    .version(hostVersion, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.print(text.trimEnd()),
      writeErr: (text) => context.tell(text.trimEnd()),
    })
    .showHelpAfterError('(headframe --help lists the commands)');
  addStart(program, context);
  addInit(program, context);
  addCheck(program, context);
  addDoctor(program, context);
  addStatus(program, context);
  addOpen(program, context);
  addStop(program, context);
  addReload(program, context);
  addPlugin(program, context);
  addConfig(program, context);
  addSettings(program, context);
  addToken(program, context);
  addVar(program, context);
  addCompletion(program, context);
  return program;
}
