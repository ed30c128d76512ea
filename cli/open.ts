import type { Command } from 'commander';
import { codeOf, HeadframeError } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { askToCall, findDataDir, requireHost } from './running-host.ts';

/** The command of the plugin that serves the page. */
const TICKET = 'inspector_ticket';

/** Adds `headframe open`. */
export function addOpen(program: Command, context: Context): void {
  const command = program
    .command('open')
    .description("print the address of the running host's page: it lets one browser in, within a minute");
  addCommonOptions(command).action((options: CommonOptions) => open(context, options));
}

async function open(context: Context, options: CommonOptions): Promise<void> {
  const host = await requireHost(await findDataDir(context, options));
  const { url } = (await askToCall(context, host, TICKET).catch(explain)) as { url: string };
  printResult(context, options.json, { url }, () => url);
}

function explain(error: unknown): never {
  if (codeOf(error) !== 'UNKNOWN_METHOD') throw error;
  const text = 'the host shows no page: headframe plugin enable web-inspector';
  throw new HeadframeError('PLUGIN_INACTIVE', text, { cause: error });
}
