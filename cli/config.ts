import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Configuration, type ConfigValue, readInstallation, writeFileAtomic } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { formatTable } from './table.ts';
import { addGet, addSet, addUnset } from './value-commands.ts';

interface PrintOptions extends CommonOptions {
  readonly sources?: boolean;
}

interface SchemaOptions extends CommonOptions {
  readonly output?: string;
}

/** Adds `headframe config` with its commands. */
export function addConfig(program: Command, context: Context): void {
  const config = program
    .command('config')
    .description('look at the configuration and change the config file');
  addCommonOptions(config.command('print').description('print every value that counts'))
    .option('--sources', 'a table that says where each value comes from')
    .action((options: PrintOptions) => print(context, options));
  addGet(config, context, 'config');
  addSet(config, context, 'config');
  addUnset(config, context, 'unset', 'config');
  addCommonOptions(config.command('path').description('print where the config file is, or would be')).action(
    (options: CommonOptions) => path(context, options),
  );
  addCommonOptions(
    config.command('schema').description("print the config file's JSON Schema, the plugins' settings in it"),
  )
    .option('-o, --output <file>', 'write it to a file instead')
    .action((options: SchemaOptions) => schema(context, options));
}

async function print(context: Context, options: PrintOptions): Promise<void> {
  const { configuration } = await readInstallation(configOptions(context, options));
  const values = configuration.values();
  if (!options.sources) {
    const nested = nest(values);
    printResult(context, options.json, { config: nested }, () => JSON.stringify(nested, null, 2));
    return;
  }
  const rows = values.map((one) => ({ ...one, path: one.path.join('.'), value: one.value ?? null }));
  printResult(context, options.json, { values: rows }, () =>
    formatTable(
      ['name', 'value', 'from'],
      rows.map(({ path, value, from, secret }) => [path, secret ? '(secret)' : JSON.stringify(value), from]),
      context.colour,
    ),
  );
}

async function path(context: Context, options: CommonOptions): Promise<void> {
  const { targetFile } = await Configuration.load(configOptions(context, options));
  printResult(context, options.json, { file: targetFile, exists: existsSync(targetFile) }, () => targetFile);
}

async function schema(context: Context, options: SchemaOptions): Promise<void> {
  const { configuration } = await readInstallation(configOptions(context, options));
  const document = configuration.documentSchema();
  if (options.output === undefined) {
    printResult(context, options.json, document, () => JSON.stringify(document, null, 2));
    return;
  }
  const file = resolve(context.cwd, options.output);
  await writeFileAtomic(file, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o644 });
  printResult(context, options.json, { file }, () => file);
}

/** The values in the shape of the config file; secrets and settings without a value are left out. */
function nest(values: readonly ConfigValue[]): object {
  const root = new Map<string, unknown>();
  for (const { path: keys, value } of values) {
    if (value === undefined) continue;
    let here = root;
    for (const key of keys.slice(0, -1)) {
      const inner = here.get(key);
      const next = inner instanceof Map ? (inner as Map<string, unknown>) : new Map<string, unknown>();
      here.set(key, next);
      here = next;
    }
    here.set(keys.at(-1) ?? '', value);
  }
  return asObject(root);
}

function asObject(map: ReadonlyMap<string, unknown>): object {
  return Object.fromEntries(
    [...map].map(([key, value]) => [key, value instanceof Map ? asObject(value) : value]),
  );
}
