import { Command, CommanderError } from 'commander';
import { hostVersion } from '../core/index.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { formatError } from './report.ts';
import { addStart } from './start.ts';

/** Runs the CLI with the process's arguments and sets its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('headframe')
    .description('A plugin host, and a live workspace that Python, Node.js and the browser share.')
    .version(hostVersion, '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(headframe --help lists the commands)');
  addStart(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    process.stderr.write(`${formatError(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
