/** Writes `docs/reference/cli.md` from the commands that there are: `node --import tsx scripts/cli-reference.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { processContext } from '../cli/context.ts';
import { EXIT } from '../cli/exit-code.ts';
import { createProgram } from '../cli/main.ts';

const FILE = fileURLToPath(new URL('../docs/reference/cli.md', import.meta.url));

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

/** The reference of all commands as Markdown. */
export function cliReference(): string {
  const program = createProgram(processContext());
  const exits = Object.entries(EXIT).map(
    ([name, code]) => `| ${code} | ${MEANINGS[name as keyof typeof EXIT]} |`,
  );
  return `# The command line

Made from the commands themselves by \`scripts/cli-reference.ts\`.

Data goes to standard output, the log and messages to standard error. \`--json\` prints one line with one JSON object; an error is \`{"error": {"code", "message", "fix", "data"}}\` then. \`NO_COLOR\` turns colours off.

| exit code | meaning |
| --- | --- |
${exits.join('\n')}

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
  const rows = command.options.map(({ flags, description }) => `| \`${flags}\` | ${description} |`);
  if (rows.length === 0) return [title.join('\n\n')];
  return [[...title, ['| option | |', '| --- | --- |', ...rows].join('\n')].join('\n\n')];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, cliReference());
