import type { Command } from 'commander';
import { type Context, printResult } from './context.ts';
import { EXIT } from './exit-code.ts';
import { formatAddresses } from './host-report.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { askHost, findDataDir, findHost, type RunningHost } from './running-host.ts';
import { formatMetrics, type Metrics, readMetrics } from './status-metrics.ts';
import { formatColumns } from './table.ts';
import { withClient } from './var-client.ts';

interface StatusOptions extends CommonOptions {
  readonly metrics?: boolean;
}

/** Adds `headframe status`. */
export function addStatus(program: Command, context: Context): void {
  const command = program
    .command('status')
    .description('show the running host; exit with 69 when there is none');
  addCommonOptions(command)
    .option('-m, --metrics', 'show what it has counted: requests, errors, queues, commands and hooks')
    .action((options: StatusOptions) => status(context, options));
}

async function status(context: Context, options: StatusOptions): Promise<void> {
  const dataDir = await findDataDir(context, options);
  const host = await findHost(dataDir);
  if (!host) context.exitCode = EXIT.unavailable;
  const metrics = host && options.metrics ? await metricsOf(context, options, host) : undefined;
  const result = host
    ? {
        running: true,
        ready: host.state !== undefined,
        ...(host.state ?? { pid: host.identity.pid, dataDir }),
        ...(metrics && { metrics }),
      }
    : { running: false, dataDir };
  printResult(context, options.json, result, () =>
    host
      ? [describe(host), ...(metrics ? formatMetrics(metrics) : [])].join('\n')
      : `no host is running on ${dataDir}`,
  );
}

async function metricsOf(context: Context, options: StatusOptions, host: RunningHost): Promise<Metrics> {
  const inspection = await askHost(context, host, { do: 'inspect' });
  return withClient(context, options, (client) => readMetrics(client, inspection));
}

function describe({ identity, dataDir, state }: RunningHost): string {
  if (!state) return `the host with pid ${identity.pid} on ${dataDir} is starting or stopping`;
  const plugins = Object.entries(state.plugins).map(([name, now]) => [
    `  ${name}`,
    now,
    state.failures[name] ?? '',
  ]);
  return [
    `headframe ${state.version}, pid ${state.pid}`,
    `config: ${state.config ?? 'built-in defaults'}`,
    `data: ${dataDir}`,
    'plugins:',
    formatColumns(plugins),
    ...formatAddresses(state.addresses),
  ].join('\n');
}
