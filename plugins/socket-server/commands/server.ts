import { type Commands, hostVersion, type PublicInterface } from 'headframe';
import type { Interface as Workspace } from 'headframe/workspace';
import type { SocketServer } from '../server.ts';

/** Commands about the server itself. */
export function registerServerCommands(
  commands: Commands,
  workspace: PublicInterface<Workspace>,
  server: SocketServer,
): void {
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
