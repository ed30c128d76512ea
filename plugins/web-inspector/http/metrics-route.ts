import type { ExtensionLib } from 'headframe';
import type {} from 'headframe/socket-server';
import type { Inspector } from '../inspector.ts';
import { hostMetrics } from '../metrics/host-metrics.ts';
import { formatMetrics, type MetricFamily, OPEN_METRICS } from '../metrics/open-metrics.ts';
import { processMetrics } from '../metrics/process-metrics.ts';
import { type ServerFigures, serverMetrics } from '../metrics/server-metrics.ts';
import type { Route } from './route.ts';

/** Figures for a monitoring system, in the text format of OpenMetrics 1.0. */
export function metricsRoute(inspector: Inspector, lib: Pick<ExtensionLib, 'host' | 'findInterface'>): Route {
  return {
    method: 'GET',
    path: '/metrics',
    needs: 'read',
    answer: () => ({
      status: 200,
      headers: { 'Content-Type': OPEN_METRICS },
      body: formatMetrics([
        ...hostMetrics(lib.host.inspect()),
        ...workspaceMetrics(inspector),
        ...serverMetrics([ownFigures(inspector), ...socketFigures(lib)]),
        ...processMetrics(inspector.eventLoop.delays()),
      ]),
    }),
  };
}

function workspaceMetrics({ workspace }: Inspector): MetricFamily[] {
  const gauge = (name: string, help: string, value: number): MetricFamily => ({
    type: 'gauge',
    name,
    help,
    samples: [{ value }],
  });
  return [
    gauge('headframe_workspace_revision', 'The number of the last change.', workspace.revision()),
    gauge('headframe_workspace_variables', 'Living variables.', workspace.names().length),
  ];
}

function ownFigures({ plugin, counters, errorCodes, connections }: Inspector): ServerFigures {
  const queues = [...connections].map(({ queuedBytes }) => queuedBytes);
  return { plugin, counters: { ...counters }, errors: errorCodes.counts(), queues };
}

/** Those of the socket server, while it is on. */
function socketFigures(lib: Pick<ExtensionLib, 'findInterface'>): ServerFigures[] {
  const server = lib.findInterface('socket-server');
  if (!server) return [];
  const queues = server.clients().map(({ queuedBytes }) => queuedBytes);
  return [{ plugin: 'socket-server', counters: { ...server.counters() }, errors: server.errors(), queues }];
}
