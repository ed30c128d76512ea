import type { Command } from 'commander';
import { type Context, printResult } from './context.ts';
import { addVarOptions, type VarOptions, withClient } from './var-client.ts';

/** Adds `headframe var rm NAME…`. */
export function addVarRm(parent: Command, context: Context): void {
  const command = parent
    .command('rm <names...>')
    .description('move variables into the recycle bin, all or none');
  addVarOptions(command).action((names: string[], options: VarOptions) => rm(context, names, options));
}

async function rm(context: Context, names: readonly string[], options: VarOptions): Promise<void> {
  await withClient(context, options, (client) => client.deleteMany(names));
  printResult(context, options.json, { deleted: names }, () => `deleted: ${names.join(', ')}`);
}
