import { rm } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { Host, type HostInspection, type HostOptions, writeFileAtomic } from '../core/index.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-code.ts';
import { formatColumns } from './table.ts';

interface StartOptions {
  readonly config?: string;
  readonly set: readonly string[];
  readonly port?: number;
  readonly readyFile?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** Adds `headframe start`. */
export function addStart(program: Command, context: Context): void {
  program
    .command('start')
    .description('run a host until it is stopped by Ctrl+C or SIGTERM')
    .option(
      '-c, --config <file>',
      'the config file (default: ./headframe.config.jsonc, else built-in defaults)',
    )
    .option('--set <path=JSON>', 'a value for this run, such as plugins.settings.enabled=false', collect, [])
    .option('-p, --port <number>', "the socket server's port for this run; 0 picks a free one", parsePort)
    .option('--ready-file <file>', 'where to write pid, version, addresses and plugin states when all is up')
    .option('--strict', 'exit with 69 when a plugin cannot be loaded')
    .option('--json', 'print the state as one line of JSON')
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const host = await Host.create(hostOptions(options));
  const signals = watchSignals(host);
  try {
    await host.start();
    const state = host.inspect();
    const problem = startProblem(state, options.strict ?? false);
    if (problem !== undefined) {
      await host.stop();
      process.exitCode = problem;
      return;
    }
    if (options.readyFile) await writeReadyFile(options.readyFile, state);
    process.stdout.write(options.json ? `${JSON.stringify(readyState(state))}\n` : `${describe(state)}\n`);
    await signals.ended;
  } catch (error) {
    await host.stop();
    throw error;
  } finally {
    signals.release();
    if (options.readyFile) await rm(options.readyFile, { force: true });
  }
}

function hostOptions({ config, set, port }: StartOptions): HostOptions {
  const path = ['plugins', 'socket-server', 'settings', 'port'];
  return {
    set,
    ...(config && { file: config }),
    ...(port !== undefined && { overrides: [{ path, value: port }] }),
  };
}

interface SignalWatch {
  /** Resolves when a signal has stopped the host. */
  readonly ended: Promise<void>;
  /** Lets the process end by itself. */
  release(): void;
}

/** Stops the host at the first SIGINT or SIGTERM; a second one ends the process at once. */
function watchSignals(host: Host): SignalWatch {
  let resolve = (): void => undefined;
  let reject = (_error: unknown): void => undefined;
  const ended = new Promise<void>((onDone, onError) => {
    resolve = onDone;
    reject = onError;
  });
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals > 1) process.exit(signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm);
    host.stop().then(resolve, reject);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // Without a plugin that listens nothing else would keep the process running.
  const alive = setInterval(() => undefined, 2 ** 30);
  const release = (): void => {
    clearInterval(alive);
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
  return { ended, release };
}

/** The exit code with which a start has to be given up, if so. */
function startProblem(state: HostInspection, strict: boolean): number | undefined {
  const failures = state.plugins.flatMap(({ failure }) => (failure ? [failure] : []));
  // An address that would be unsafe is never left to chance, whatever else works.
  if (failures.some(({ code }) => code === 'BAD_CONFIG')) return EXIT.config;
  return strict && (failures.length > 0 || state.broken.length > 0) ? EXIT.unavailable : undefined;
}

function readyState({ pid, version, addresses, plugins }: HostInspection): object {
  return {
    pid,
    version,
    addresses,
    plugins: Object.fromEntries(plugins.map(({ name, state }) => [name, state])),
  };
}

async function writeReadyFile(file: string, state: HostInspection): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(readyState(state), null, 2)}\n`);
}

function describe(state: HostInspection): string {
  const plugins = state.plugins.map(({ name, version, state: now, loadMs, failure }) => [
    `  ${name}`,
    version,
    now,
    loadMs === undefined ? '' : `${Math.round(loadMs)} ms`,
    failure ? failure.message : '',
  ]);
  const addresses = Object.entries(state.addresses).map(
    ([kind, address]) => `listening on ${formatAddress(kind, address)}`,
  );
  return [
    `headframe ${state.version}, pid ${state.pid}`,
    `config: ${state.config ?? 'built-in defaults (no headframe.config.jsonc here)'}`,
    `data: ${state.dataDir}`,
    'plugins:',
    formatColumns(plugins),
    ...addresses,
    'ready; Ctrl+C stops it',
  ].join('\n');
}

function formatAddress(kind: string, address: Readonly<Record<string, unknown>>): string {
  if ('port' in address) return `${kind} ${address.host}:${address.port}`;
  return `${kind} ${Object.values(address).join(' ')}`;
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
