import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { codeOf, HeadframeError, messageOf } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { templateFiles } from './template/files.ts';

interface NewOptions {
  readonly js?: boolean;
  readonly json?: boolean;
}

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** Adds `headframe plugin new NAME`. */
export function addPluginNew(plugin: Command, context: Context): void {
  plugin
    .command('new <name>')
    .description('write a plugin to begin with into a folder of that name: settings, a test, a README')
    .option('--js', 'in JavaScript instead of TypeScript')
    .option('--json', 'print one line of JSON')
    .action((name: string, options: NewOptions) => create(context, name, options));
}

async function create(context: Context, name: string, options: NewOptions): Promise<void> {
  if (!NAME.test(name)) {
    const text = `${JSON.stringify(name)} cannot be a new plugin's name: small letters, digits, - and _, a letter first`;
    throw new HeadframeError('BAD_ARGUMENT', text);
  }
  const folder = join(context.cwd, name);
  await makeFolder(folder);
  const files = templateFiles(name, options.js ? 'js' : 'ts');
  for (const [path, text] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
  printResult(context, options.json, { name, folder, files: [...files.keys()] }, () =>
    [`${folder}:`, ...[...files.keys()].map((path) => `  ${path}`)].join('\n'),
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new HeadframeError('DUPLICATE', `${folder} exists already; it was not touched`);
    throw new HeadframeError('IO_FAILED', `${folder} was not made: ${messageOf(error)}`, { cause: error });
  }
}
