import type { Command } from 'commander';
import { readyState } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { askHost, findDataDir, requireHost } from './running-host.ts';

/** Adds `headframe reload`. */
export function addReload(program: Command, context: Context): void {
  const command = program
    .command('reload')
    .description('have the running host read its configuration again; a bad one changes nothing');
  addCommonOptions(command).action((options: CommonOptions) => reload(context, options));
}

async function reload(context: Context, options: CommonOptions): Promise<void> {
  const host = await requireHost(await findDataDir(context, options));
  const state = readyState(await askHost(context, host, { do: 'reload' }));
  printResult(
    context,
    options.json,
    state,
    () => `the host with pid ${state.pid} has read ${state.config ?? 'the built-in defaults'} again`,
  );
}
