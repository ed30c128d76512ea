import type { Command } from 'commander';
import type { Metadata } from '../clients/node/index.ts';
import { type Context, printResult } from './context.ts';
import { withProgress } from './progress.ts';
import { formatTable } from './table.ts';
import { addVarOptions, type VarOptions, withClient } from './var-client.ts';

interface LsOptions extends VarOptions {
  readonly kind?: string;
}

const PREVIEW_CHARACTERS = 60;

/** Adds `headframe var ls [PATTERN]`. */
export function addVarLs(parent: Command, context: Context): void {
  const command = parent
    .command('ls [pattern]')
    .description('list variables; in a pattern * stands for any characters, ? for one')
    .option('-k, --kind <kind>', 'only values of this kind: numeric, string, array, table, mapping, …');
  addVarOptions(command).action((pattern: string | undefined, options: LsOptions) =>
    ls(context, pattern, options),
  );
}

async function ls(context: Context, pattern: string | undefined, options: LsOptions): Promise<void> {
  const { kind } = options;
  const filter = { ...(pattern !== undefined && { name: pattern }), ...(kind !== undefined && { kind }) };
  const found = await withClient(context, options, (client) =>
    withProgress(context, 'listing the variables', () => client.allMetadata(filter)),
  );
  printResult(context, options.json, { variables: Object.fromEntries(found) }, () =>
    formatTable(
      ['name', 'type', 'size', 'revision', 'provider', 'preview'],
      [...found].map(([name, metadata]) => row(name, metadata)),
      context.colour,
    ),
  );
}

function row(name: string, { type, dtype, shape, size, revision, provider, preview }: Metadata): string[] {
  const [first = ''] = (preview ?? '').split('\n', 1);
  const shown = first.length > PREVIEW_CHARACTERS ? `${first.slice(0, PREVIEW_CHARACTERS)}…` : first;
  const detail = [dtype, shape && `(${shape.join(', ')})`].filter((part) => part !== null);
  return [name, [type ?? '?', ...detail].join(' '), String(size), String(revision), provider, shown];
}
