import { isLoopback } from 'headframe';

/** How far away a client is: on this machine as this user, on this machine, or anywhere. */
export type Origin = 'unix' | 'loopback' | 'remote';

/** What a connection came by: the port, the Unix socket, or the second port, where HTTP is spoken. */
export type SocketKind = 'tcp' | 'unix' | 'http';

/**
 * Where a connection comes from. A TCP socket that was reset has no address any more, although what
 * it sent can still be read: it counts as remote.
 */
export function originOf(kind: SocketKind, address: string | undefined): Origin {
  if (kind === 'unix') return 'unix';
  return address !== undefined && isLoopback(address) ? 'loopback' : 'remote';
}
