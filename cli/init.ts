import { mkdir, open } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { codeOf, HeadframeError, readInstallation, writeFileAtomic } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';

/** Adds `headframe init`. */
export function addInit(program: Command, context: Context): void {
  const command = program
    .command('init')
    .description('write a config file with comments, and the schema by which editors complete it');
  addCommonOptions(command).action((options: CommonOptions) => init(context, options));
}

async function init(context: Context, { config, ...options }: CommonOptions): Promise<void> {
  const file = join(context.cwd, config ?? 'headframe.config.jsonc');
  const { configuration } = await readInstallation(configOptions(context, options));
  const schema = join(configuration.dataDir, 'config.schema.json');
  await create(file, template(`./${relative(dirname(file), schema)}`));
  await mkdir(configuration.dataDir, { recursive: true, mode: 0o700 });
  await writeFileAtomic(schema, `${JSON.stringify(configuration.documentSchema(), null, 2)}\n`);
  printResult(context, options.json, { file, schema }, () => `${file}\n${schema}`);
}

async function create(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new HeadframeError('DUPLICATE', `${file} exists already; it was not touched`);
    throw new HeadframeError('IO_FAILED', `${file} was not written: ${String(error)}`, { cause: error });
  }
}

function template(schema: string): string {
  return `{
  // Editors complete and check this file by its schema; \`headframe config schema\` prints a fresh one.
  "$schema": ${JSON.stringify(schema)},
  // What is said of each plugin: "enabled", and "settings" by the plugin's own schema.
  "plugins": {
    "socket-server": {
      "enabled": true,
      "settings": { "port": 12306 }
    }
  },
  // Folders whose subfolders are plugins.
  "pluginDirs": ["./plugins"],
  "log": { "level": "info" }
}
`;
}
