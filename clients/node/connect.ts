import { resolve } from 'node:path';
import { formatAddress } from './address.ts';
import { Client } from './client.ts';
import { findHost } from './net/find-address.ts';
import { dialSocket } from './net/socket-transport.ts';
import { dialTls } from './net/tls-transport.ts';
import type { ConnectOptions } from './options.ts';
import { Places } from './places/places.ts';

const CACHE_BYTES = 64 * 1024 * 1024;

/**
 * Connects to a host; resolves with a client when that has answered.
 *
 * @param address `unix:/path`, `tcp://host:port`, `tls://host:port`, `host:port`, or a port of this machine. Without one:
 * `HEADFRAME_ADDRESS`, else `HEADFRAME_PORT`, else what a host running on the data folder has published, else
 * port 12306 of this machine. It is looked up again at each reconnection.
 *
 * The token is the one given, else `HEADFRAME_TOKEN`, else the one in the data folder of a published address.
 *
 * Rejects with `DISCONNECTED` when nobody listens there, `PROTOCOL` when it is no host, `BAD_ADDRESS`,
 * `UNAUTHENTICATED`.
 *
 * ```ts
 * await using client = await connect();
 * await client.set('x', [1, 2, 3]);
 * ```
 */
export async function connect(address?: string | number, options: ConnectOptions = {}): Promise<Client> {
  const {
    token,
    dataDir = '.headframe',
    client = `node-${process.pid}`,
    places = true,
    cache = CACHE_BYTES,
    ca,
    fingerprint,
    ...others
  } = options;
  const surroundings = { dataDir: resolve(dataDir), env: process.env };
  const opened = new Client(
    async () => {
      const { address: found, token: shown } = await findHost({ address, token }, surroundings);
      return {
        dial: (events) =>
          found.kind === 'tls' ? dialTls(found, { ca, fingerprint }, events) : dialSocket(found, events),
        where: formatAddress(found),
        token: shown,
      };
    },
    { ...others, client },
    places ? (offer) => new Places(offer, cache || 0) : undefined,
  );
  await opened.open();
  return opened;
}
