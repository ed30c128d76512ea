import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import {
  errorTable,
  Host,
  type HostInspection,
  type HostOptions,
  HostWatch,
  lockDataFolder,
  messageOf,
  publishRuntimeFile,
  type RuntimeFile,
  readyState,
  Scope,
  writeReadyFile,
} from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { clearControl, serveControl } from './control.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { formatHost } from './host-report.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { withProgress } from './progress.ts';
import { watchSignals } from './start-signals.ts';

interface StartOptions extends CommonOptions {
  readonly set: readonly string[];
  readonly port?: number;
  readonly readyFile?: string;
  readonly strict?: boolean;
  readonly watch?: boolean;
}

/** Adds `headframe start`. */
export function addStart(program: Command, context: Context): void {
  addCommonOptions(
    program
      .command('start')
      .description('run a host until it is stopped by Ctrl+C, SIGTERM or headframe stop'),
  )
    .option('--set <path=JSON>', 'a value for this run, such as plugins.settings.enabled=false', collect, [])
    .option('-p, --port <number>', "the socket server's port for this run; 0 picks a free one", parsePort)
    .option('--ready-file <file>', 'where to write pid, version, addresses and plugin states when all is up')
    .option('--strict', 'exit with 69 when a plugin cannot be loaded')
    .option('-w, --watch', 'load plugins anew when their files change')
    .action((options: StartOptions) => start(context, options));
}

async function start(context: Context, options: StartOptions): Promise<void> {
  const host = await Host.create(hostOptions(context, options));
  const held = new Scope({ name: 'headframe start', rank: -1 });
  try {
    await run(context, options, host, held);
  } finally {
    await host.stop();
    for (const { label, error } of await held.dispose())
      host.logger.error({ err: error }, `${label}: ${messageOf(error)}`);
  }
}

/** Runs the host until a signal; what has to be taken back afterwards is registered in `held`. */
async function run(context: Context, options: StartOptions, host: Host, held: Scope): Promise<void> {
  const { dataDir } = host.configuration;
  let hangups = Promise.resolve();
  let runtimeFile: RuntimeFile | undefined;
  const signals = watchSignals(host, () => {
    hangups = hangups
      .then(() => serveControl(host, async () => runtimeFile?.written()))
      .catch((error: unknown) => host.logger.error({ err: error }, messageOf(error)));
  });
  held.add('signals', () => signals.release());
  const lock = await lockDataFolder(dataDir);
  held.add('data lock', () => lock.release());
  await clearControl(dataDir);
  await withProgress(context, 'loading the plugins', () => host.start());
  runtimeFile = await publishRuntimeFile(host);
  held.add('runtime file', runtimeFile.remove);
  const state = host.inspect();
  const problem = startProblem(state, options.strict ?? false);
  if (problem !== undefined) {
    context.exitCode = problem;
    return;
  }
  const watch = new HostWatch(host, { sources: options.watch ?? false });
  held.add('watch', () => watch.close());
  await watch.start();
  if (options.readyFile !== undefined) {
    const file = resolve(context.cwd, options.readyFile);
    held.add('ready file', () => rm(file, { force: true }));
    await writeReadyFile(file, state);
  }
  if (!signals.stopping) printResult(context, options.json, readyState(state), () => formatHost(state));
  await signals.ended;
}

function hostOptions(context: Context, options: StartOptions): HostOptions {
  const { overrides = [], ...common } = configOptions(context, options);
  const path = ['plugins', 'socket-server', 'settings', 'port'];
  const port = options.port === undefined ? [] : [{ path, value: options.port }];
  return { ...common, set: options.set, overrides: [...overrides, ...port] };
}

/** The exit code with which a start has to be given up, if so. */
function startProblem(state: HostInspection, strict: boolean): ExitCode | undefined {
  const failures = state.plugins.flatMap(({ failure }) => (failure ? [failure] : []));
  const [unsafe] = failures.flatMap(({ code }) => errorTable().get(code)?.exitCode ?? []);
  if (unsafe !== undefined) return unsafe;
  return strict && (failures.length > 0 || state.broken.length > 0) ? EXIT.unavailable : undefined;
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 to 65535.');
  return port;
}
