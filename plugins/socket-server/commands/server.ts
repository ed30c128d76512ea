import type { Commands, PublicInterface } from 'headframe';
import { registerServerInfo } from 'headframe/framed';
import type { Interface as Workspace } from 'headframe/workspace';
import type { SocketServer } from '../server.ts';

/** Commands about the server itself. */
export function registerServerCommands(
  commands: Commands,
  workspace: PublicInterface<Workspace>,
  server: SocketServer,
): void {
  const { errorCodes, eventLoop } = server;
  registerServerInfo(commands, {
    workspace,
    errorCodes,
    eventLoop,
    limits: () => limitsOf(server),
    counters: () => ({ ...server.counters, ...gaugesOf(server) }),
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
