import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RawValue } from '../clients/node/index.ts';
import { HeadframeError, messageOf } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { withProgress } from './progress.ts';
import { addVarOptions, type VarOptions, withClient } from './var-client.ts';
import { parseAs } from './var-document.ts';
import { addFormat, type Format, formatOf } from './var-format.ts';

interface SetOptions extends VarOptions {
  readonly format?: Format;
  readonly input?: string;
}

/** Adds `headframe var set NAME [VALUE]`. */
export function addVarSet(parent: Command, context: Context): void {
  const command = addFormat(
    parent
      .command('set <name> [value]')
      .description('write a variable: typed JSON, or the text itself when it is no JSON')
      .option('-i, --input <file>', 'take the value from a file instead'),
  );
  addVarOptions(command).action((name: string, value: string | undefined, options: SetOptions) =>
    set(context, name, value, options),
  );
}

async function set(
  context: Context,
  name: string,
  given: string | undefined,
  options: SetOptions,
): Promise<void> {
  const value = await givenValue(context, given, options);
  const revision = await withClient(context, options, (client) =>
    withProgress(context, `writing ${name}`, () => client.setRaw(name, value)),
  );
  printResult(context, options.json, { name, revision }, () => `${name} is set, revision ${revision}`);
}

async function givenValue(
  { cwd }: Context,
  given: string | undefined,
  { input, format }: SetOptions,
): Promise<RawValue> {
  if ((given === undefined) === (input === undefined)) {
    throw new HeadframeError('BAD_ARGUMENT', 'give either a value or, with --input, a file');
  }
  if (given !== undefined) {
    const text = (format ?? 'json') === 'json' && !isJson(given) ? JSON.stringify(given) : given;
    return parseAs(Buffer.from(text), format ?? 'json');
  }
  const file = resolve(cwd, input ?? '');
  return parseAs(await contentOf(file), formatOf(format, file));
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new HeadframeError('IO_FAILED', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
