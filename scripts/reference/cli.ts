import type { Command } from 'commander';
import { processContext } from '../../cli/context.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { createProgram } from '../../cli/main.ts';
import { table } from './table.ts';

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done',
  failed: 'it failed; the message says why',
  usage: 'the command line was wrong',
  unavailable:
    'no host is running, or another one uses the data folder, or with `start --strict` a plugin cannot be loaded',
  forbidden: 'not allowed',
  config: 'the configuration, or a value for it, is wrong',
  sigint: 'ended at once by a second SIGINT',
  sigterm: 'ended at once by a second SIGTERM',
};

/** The page about the command line, from the commands that there are. */
export function cliPage(): string {
  const program = createProgram(processContext());
  const exits = Object.entries(EXIT).map(([name, code]) => [
    String(code),
    MEANINGS[name as keyof typeof EXIT],
  ]);
  return `# The command line

Generated from the commands themselves.

Data goes to standard output, the log and messages to standard error. \`--json\` prints one line with one JSON object; an error is \`{"error": {"code", "message", "fix", "data"}}\` then. \`NO_COLOR\` turns colours off.

${table(['exit code', 'meaning'], exits)}
${program.commands.flatMap((command) => section(command, 'headframe')).join('\n\n')}
`;
}

function section(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`;
  if (command.commands.length > 0) return command.commands.flatMap((inner) => section(inner, name));
  const given = command.registeredArguments.map((one) =>
    one.required ? `<${one.name()}>` : `[${one.name()}]`,
  );
  const title = [`## ${[name, ...given].join(' ')}`, command.description()];
  const rows = command.options.map(({ flags, description }) => [`\`${flags}\``, description]);
  if (rows.length === 0) return [title.join('\n\n')];
  return [[...title, table(['option', 'what'], rows).trimEnd()].join('\n\n')];
}
