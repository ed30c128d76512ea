import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Client, ClientError } from '../clients/node/index.ts';
import { HeadframeError, messageOf } from '../core/index.ts';
import { type BackupEntry, readBackup } from './backup.ts';
import { type Context, printResult } from './context.ts';
import { withProgress } from './progress.ts';
import { addVarOptions, type VarOptions, withClient } from './var-client.ts';

interface ImportOptions extends VarOptions {
  readonly keep?: boolean;
}

/** Adds `headframe var import FILE`. */
export function addVarImport(parent: Command, context: Context): void {
  const command = parent
    .command('import <file>')
    .description('write the variables that export put into a file')
    .option('--keep', 'leave variables that exist as they are');
  addVarOptions(command).action((file: string, options: ImportOptions) => importFrom(context, file, options));
}

async function importFrom(context: Context, given: string, options: ImportOptions): Promise<void> {
  const file = resolve(context.cwd, given);
  const imported: string[] = [];
  const kept: string[] = [];
  await withClient(context, options, (client) =>
    withProgress(context, `importing ${given}`, async () => {
      for await (const entry of readBackup(chunksOf(file))) {
        const isWritten = await write(client, entry, options.keep === true);
        (isWritten ? imported : kept).push(entry.name);
      }
    }),
  );
  printResult(context, options.json, { file, imported, kept }, () =>
    kept.length === 0
      ? `${imported.length} variables imported`
      : `${imported.length} variables imported, ${kept.length} left as they are`,
  );
}

/** False when the variable exists and is to be kept. */
async function write(client: Client, { name, value, info }: BackupEntry, keep: boolean): Promise<boolean> {
  const options = {
    ...(keep && { ifRevision: 0 }),
    ...(Object.keys(info).length > 0 && { info }),
  };
  try {
    await client.setRaw(name, value, options);
    return true;
  } catch (error) {
    if (keep && error instanceof ClientError && error.code === 'CONFLICT') return false;
    throw error;
  }
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file, { highWaterMark: 1024 * 1024 });
  } catch (error) {
    if (error instanceof HeadframeError) throw error;
    throw new HeadframeError('IO_FAILED', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
