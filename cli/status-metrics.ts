import type { Client } from '../clients/node/index.ts';
import type { HostInspection } from '../core/index.ts';
import { formatColumns } from './table.ts';

/** How often something was called, and how often it failed. */
interface Calls {
  readonly calls: number;
  readonly errors: number;
}

/** What `headframe status --metrics` shows. Times in ms. */
export interface Metrics {
  /** What `server_info` says: counters, errors by code, how long the event loop stood still. */
  readonly server: Readonly<Record<string, unknown>>;
  /** Who is connected, the oldest first. */
  readonly connections: readonly Readonly<Record<string, unknown>>[];
  /** Commands that were called. */
  readonly commands: Readonly<Record<string, Calls>>;
  /** Taps that were called, by `plugin.hook` and the plugin that tapped. */
  readonly hooks: Readonly<Record<string, Readonly<Record<string, Calls & { readonly ms: number }>>>>;
  /** What each plugin holds now: taps, commands, timers, … */
  readonly plugins: Readonly<Record<string, { readonly state: string; readonly effects: number }>>;
}

/** Asks a host's socket server, and takes the rest from what the host says of itself. */
export async function readMetrics(client: Client, inspection: HostInspection): Promise<Metrics> {
  const { counters, errors, event_loop } = await client.call('server_info');
  const connections = await client.callInterface<Metrics['connections']>('socket-server', 'clients');
  const called = Object.entries(inspection.commands).filter(([, { calls }]) => calls > 0);
  return {
    server: { counters, errors, event_loop },
    connections,
    commands: Object.fromEntries(
      called.map(([name, { calls, errors: failed }]) => [name, { calls, errors: failed }]),
    ),
    hooks: hooksOf(inspection),
    plugins: Object.fromEntries(
      inspection.plugins.map(({ name, state, effects }) => [name, { state, effects: effects.length }]),
    ),
  };
}

/** The same as lines for people. */
export function formatMetrics({ server, connections, commands, hooks }: Metrics): string[] {
  const { counters, errors, event_loop } = server as Record<string, Record<string, number>>;
  const shown = (counts: Record<string, number> = {}) =>
    Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const taps = Object.entries(hooks).flatMap(([hook, owners]) =>
    Object.entries(owners).map(([owner, { calls, errors: failed, ms }]) => [
      `  ${hook}`,
      owner,
      `${calls} calls`,
      `${failed} errors`,
      `${ms.toFixed(1)} ms`,
    ]),
  );
  const called = Object.entries(commands).map(([name, { calls, errors: failed }]) => [
    `  ${name}`,
    `${calls} calls`,
    `${failed} errors`,
  ]);
  const clients = connections.map(({ client, dialect, requests, errors: failed, queuedBytes }) =>
    [`  ${client}`, dialect, `${requests} requests`, `${failed} errors`, `${queuedBytes} bytes wait`].map(
      String,
    ),
  );
  return [
    `counters: ${shown(counters).join(', ')}`,
    `errors: ${shown(errors).join(', ') || 'none'}`,
    `event loop, ms: ${shown(event_loop).join(', ')}`,
    'connections:',
    formatColumns(clients),
    'commands:',
    formatColumns(called),
    ...(taps.length > 0 ? ['hooks:', formatColumns(taps)] : []),
  ];
}

function hooksOf({ hooks, plugins }: HostInspection): Metrics['hooks'] {
  const all = [
    ...Object.entries(hooks).map(([name, taps]) => [`host.${name}`, taps] as const),
    ...plugins.flatMap((plugin) =>
      Object.entries(plugin.hooks).map(([name, taps]) => [`${plugin.name}.${name}`, taps] as const),
    ),
  ];
  const called = all.map(([name, taps]) => [name, taps.filter(({ calls }) => calls > 0)] as const);
  return Object.fromEntries(
    called
      .filter(([, taps]) => taps.length > 0)
      .map(([name, taps]) => [
        name,
        Object.fromEntries(taps.map(({ owner, calls, errors, ms }) => [owner, { calls, errors, ms }])),
      ]),
  );
}
