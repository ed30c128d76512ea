import type { MetricFamily } from './open-metrics.ts';

/** What a plugin that lets clients in has counted, and what there is now. */
export interface ServerFigures {
  readonly plugin: string;
  /** Since the plugin was loaded. */
  readonly counters: Readonly<Record<string, number>>;
  /** Failures by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Bytes that wait for each client. */
  readonly queues: readonly number[];
}

/** Metrics of the plugins that let clients in. */
export function serverMetrics(servers: readonly ServerFigures[]): MetricFamily[] {
  const names = new Set(servers.flatMap(({ counters }) => Object.keys(counters)));
  const counters = [...names].map((name): MetricFamily => {
    const samples = servers.flatMap(({ plugin, counters: { [name]: value } }) =>
      value === undefined ? [] : [{ labels: { plugin }, value }],
    );
    return {
      type: 'counter',
      name: `headframe_server_${snakeCase(name)}`,
      help: `Counter ${name} of a server.`,
      samples,
    };
  });
  const gauge = (name: string, help: string, of: (queues: readonly number[]) => number): MetricFamily => ({
    type: 'gauge',
    name: `headframe_server_${name}`,
    help,
    samples: servers.map(({ plugin, queues }) => ({ labels: { plugin }, value: of(queues) })),
  });
  return [
    ...counters,
    {
      type: 'counter',
      name: 'headframe_server_failures',
      help: 'Requests answered with a failure, by code.',
      samples: servers.flatMap(({ plugin, errors }) =>
        Object.entries(errors).map(([code, value]) => ({ labels: { plugin, code }, value })),
      ),
    },
    gauge('clients', 'Clients that are connected.', (queues) => queues.length),
    gauge('queued_bytes', 'Bytes that wait for clients.', (queues) =>
      queues.reduce((sum, one) => sum + one, 0),
    ),
    gauge('longest_queue_bytes', 'Bytes that wait for one client at most.', (queues) =>
      queues.reduce((most, one) => Math.max(most, one), 0),
    ),
  ];
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
