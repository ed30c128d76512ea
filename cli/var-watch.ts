import { type Command, InvalidArgumentError } from 'commander';
import type { Change, Client } from '../clients/node/index.ts';
import type { Context } from './context.ts';
import { addVarOptions, type VarOptions, withClient } from './var-client.ts';

interface WatchOptions extends VarOptions {
  readonly count?: number;
}

/** Adds `headframe var watch [PATTERN…]`. */
export function addVarWatch(parent: Command, context: Context): void {
  const command = parent
    .command('watch [patterns...]')
    .description('print a line for each change, also after restarts of the host, until Ctrl+C')
    .option('-n, --count <changes>', 'end after so many changes', positive);
  addVarOptions(command).action((patterns: string[], options: WatchOptions) =>
    watch(context, patterns, options),
  );
}

async function watch(context: Context, patterns: string[], options: WatchOptions): Promise<void> {
  const subscribe = patterns.length > 0 ? { names: patterns } : {};
  await withClient(context, options, (client) => print(context, client, options), { subscribe });
}

async function print(context: Context, client: Client, { json, count }: WatchOptions): Promise<void> {
  client.on('disconnected', ({ error, isFinal }) => {
    if (!isFinal) context.tell(`${error.message}; waiting for the host …`);
  });
  client.on('connected', () => context.tell('connected again'));
  const changes = client.changes();
  context.tell('watching; Ctrl+C ends it');
  let left = count ?? Number.POSITIVE_INFINITY;
  for await (const change of changes) {
    context.print(json ? JSON.stringify(change) : line(change));
    left -= 1;
    if (left <= 0) break;
  }
}

function line({ name, revision, change, provider, ...rest }: Change): string {
  const what = rest.type === 'changed' ? ` ${rest.metadata.kind ?? ''} of ${rest.metadata.size} bytes` : '';
  const by = provider === '' ? '' : ` by ${provider}`;
  return `${revision} ${change} ${name}${what}${by}`;
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It is not a whole number from 1 on.');
  return Number(text);
}
