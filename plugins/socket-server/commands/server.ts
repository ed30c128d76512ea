import { type CommandInfo, type Commands, hostVersion, type PublicInterface } from 'headframe';
import type { Interface as Workspace } from 'headframe/workspace';
import type { SocketServer } from '../server.ts';

/** Commands about the server itself. */
export function registerServerCommands(
  commands: Commands,
  workspace: PublicInterface<Workspace>,
  server: SocketServer,
): void {
  commands.register({
    name: 'ping',
    summary: 'Nothing: shows that the server answers',
    role: 'read',
    params: [],
    handler: () => ({}),
  });
  commands.register({
    name: 'server_info',
    summary: 'What runs here: {version, revision, limits, counters, errors, event_loop}',
    role: 'read',
    params: [],
    handler: () => ({
      version: hostVersion,
      revision: workspace.revision(),
      limits: limitsOf(server),
      counters: { ...server.counters, ...gaugesOf(server) },
      errors: server.errorCodes.counts(),
      event_loop: server.eventLoop.delays(),
    }),
  });
  commands.register({
    name: 'list_methods',
    summary: 'Every command: {methods: {name: {summary, role, params}}}',
    role: 'read',
    params: [],
    handler: () => ({ methods: new Map([...commands.list()].map(([name, info]) => [name, describe(info)])) }),
  });
}

/** What there is now: connections, and bytes that wait for all of them and for one at most. */
function gaugesOf({ roster }: SocketServer): object {
  const queued = [...roster.connections].map(({ queuedBytes }) => queuedBytes);
  const sum = queued.reduce((total, bytes) => total + bytes, 0);
  return {
    open: queued.length,
    queuedBytes: sum,
    longestQueueBytes: queued.reduce((a, b) => Math.max(a, b), 0),
  };
}

function limitsOf({ settings }: SocketServer): object {
  const { maxPacketBytes, maxJsonBytes, maxNesting, maxKeys, maxConnections } = settings;
  return { maxPacketBytes, maxJsonBytes, maxNesting, maxKeys, maxConnections };
}

function describe({ summary, role, params }: CommandInfo): object {
  const listed = params.map((param) => ({
    name: param.name,
    summary: param.summary,
    kind: param.kind ?? 'json',
    required: !('default' in param),
    schema: param.schema,
  }));
  return { summary, role, params: listed };
}
