import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import { HeadframeError } from '../core/index.ts';

/** How a value stands in a file: typed JSON, a table as CSV, an array as NPY, or a pickle. */
export type Format = (typeof FORMATS)[number];

const FORMATS = ['json', 'csv', 'npy', 'pickle'] as const;
const BY_ENDING: ReadonlyMap<string, Format> = new Map([
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.npy', 'npy'],
  ['.pickle', 'pickle'],
  ['.pkl', 'pickle'],
]);

/** Adds `--format` to a command. */
export function addFormat(command: Command): Command {
  return command.addOption(
    new Option(
      '-f, --format <format>',
      "the value's form (default: by the file's ending, else json)",
    ).choices(FORMATS),
  );
}

/** The format that was asked for, else the one that a file's ending says, else JSON. Throws `BAD_ARGUMENT`. */
export function formatOf(format: Format | undefined, file: string | undefined): Format {
  if (format !== undefined) return format;
  const ending = file === undefined ? '' : extname(file).toLowerCase();
  if (ending === '') return 'json';
  const found = BY_ENDING.get(ending);
  if (found) return found;
  throw new HeadframeError(
    'BAD_ARGUMENT',
    `what ${file} holds cannot be told from its ending; say --format ${FORMATS.join('|')}`,
  );
}
