import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { type Client, ClientError } from '../clients/node/index.ts';
import { HeadframeError, messageOf } from '../core/index.ts';
import { type BackupEntry, writeBackup } from './backup.ts';
import { type Context, printResult } from './context.ts';
import { withProgress } from './progress.ts';
import { addVarOptions, type VarOptions, withClient } from './var-client.ts';

interface ExportOptions extends VarOptions {
  readonly all?: boolean;
}

/** Adds `headframe var export FILE`. */
export function addVarExport(parent: Command, context: Context): void {
  const command = parent
    .command('export <file> [names...]')
    .description('write variables and their free keys into a file that import reads, on any machine')
    .option('--all', 'all variables');
  addVarOptions(command).action((file: string, names: string[], options: ExportOptions) =>
    exportTo(context, file, names, options),
  );
}

async function exportTo(
  context: Context,
  given: string,
  names: readonly string[],
  options: ExportOptions,
): Promise<void> {
  if (names.length > 0 === (options.all === true)) {
    throw new HeadframeError('BAD_ARGUMENT', 'name the variables to export, or say --all');
  }
  const file = resolve(context.cwd, given);
  const exported: string[] = [];
  await withClient(context, options, async (client) => {
    const wanted = options.all ? await client.names() : names;
    const entries = readEntries(client, wanted, options.all === true, exported);
    await withProgress(context, `exporting ${wanted.length} variables`, () => writeWhole(file, entries));
  });
  printResult(
    context,
    options.json,
    { file, exported },
    () => `${exported.length} variables are in ${given}`,
  );
}

/** Reads one after the other, so that one value at a time is held; of all, those that went meanwhile are left out. */
async function* readEntries(
  client: Client,
  names: readonly string[],
  mayBeGone: boolean,
  exported: string[],
): AsyncGenerator<BackupEntry> {
  for (const name of names) {
    try {
      const [value, { info }] = await Promise.all([client.getRaw(name), client.metadata(name)]);
      exported.push(name);
      yield { name, value, info };
    } catch (error) {
      if (!(mayBeGone && error instanceof ClientError && error.code === 'NOT_FOUND')) throw error;
    }
  }
}

/** The file is there when all of it is. */
async function writeWhole(file: string, entries: AsyncIterable<BackupEntry>): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await pipeline(writeBackup(entries), createWriteStream(temporary, { flags: 'wx', mode: 0o600 }));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof ClientError) throw error;
    throw new HeadframeError('IO_FAILED', `${file} was not written: ${messageOf(error)}`, { cause: error });
  }
}
