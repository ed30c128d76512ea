import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { codeOf, HeadframeError, messageOf } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { withProgress } from './progress.ts';
import { addVarOptions, type VarOptions, withClient } from './var-client.ts';
import { readAs } from './var-document.ts';
import { addFormat, type Format, formatOf } from './var-format.ts';

interface GetOptions extends VarOptions {
  readonly format?: Format;
  readonly output?: string;
}

/** Adds `headframe var get NAME`. */
export function addVarGet(parent: Command, context: Context): void {
  const command = addFormat(
    parent
      .command('get <name>')
      .description('print a value, or write it into a file; npy and pickle need a file')
      .option('-o, --output <file>', 'where to write it, instead of standard output'),
  );
  addVarOptions(command).action((name: string, options: GetOptions) => get(context, name, options));
}

async function get(context: Context, name: string, options: GetOptions): Promise<void> {
  const { output } = options;
  const format = formatOf(options.format, output);
  if (output === undefined && format !== 'json' && format !== 'csv') {
    throw new HeadframeError('BAD_ARGUMENT', `${format} is no text: say with --output where to write it`);
  }
  const pieces = await withClient(context, options, (client) =>
    withProgress(context, `reading ${name}`, () => readAs(client, name, format)),
  );
  if (output === undefined) {
    const text = Buffer.concat(pieces).toString().trimEnd();
    context.print(options.json ? asJson(name, format, text) : text);
    return;
  }
  const file = resolve(context.cwd, output);
  await withProgress(context, `writing ${output}`, () => writeTo(file, pieces));
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  printResult(context, options.json, { name, file, format, bytes }, () => `${name} is in ${output}`);
}

/** The value's own text as a member: no digit of it is lost. */
function asJson(name: string, format: Format, text: string): string {
  const value = format === 'json' ? text.replaceAll('\n', ' ') : JSON.stringify(text);
  return `{"name":${JSON.stringify(name)},"value":${value}}`;
}

async function writeTo(file: string, pieces: readonly Uint8Array[]): Promise<void> {
  try {
    await writeFile(file, pieces);
  } catch (error) {
    throw new HeadframeError('IO_FAILED', `${file} was not written: ${messageOf(error)}`, {
      cause: error,
      data: { code: codeOf(error) },
    });
  }
}
