import type { Command } from 'commander';
import { isRunning } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { findDataDir, requireHost, signalHost } from './running-host.ts';
import { until } from './until.ts';

const STOP_MS = 30_000;

/** Adds `headframe stop`. */
export function addStop(program: Command, context: Context): void {
  const command = program.command('stop').description('stop the running host and wait for its end');
  addCommonOptions(command).action((options: CommonOptions) => stop(context, options));
}

async function stop(context: Context, options: CommonOptions): Promise<void> {
  const host = await requireHost(await findDataDir(context, options));
  const { pid } = host.identity;
  signalHost(host, 'SIGTERM');
  await until(context, `the end of the host with pid ${pid}`, STOP_MS, async () =>
    (await isRunning(host.identity)) ? undefined : true,
  );
  printResult(context, options.json, { stopped: true, pid }, () => `the host with pid ${pid} has stopped`);
}
