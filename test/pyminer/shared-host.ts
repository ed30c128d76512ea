import assert from 'node:assert/strict';
import { after } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { Kept } from '../kept.ts';
import { type HostProcess, type StartOptions, startHost } from './start-host.ts';

/** Seconds; a heartbeat would wake a reader that has stalled. */
const NO_HEARTBEAT = 3600;

/** A host that tests have in common, to be asked for by each: it has no variables then. */
export function sharedHost(options: StartOptions): () => Promise<HostProcess> {
  const kept = new Kept<HostProcess>(async (host) => {
    assert.deepEqual(await host.stop(), { code: 0, signal: null }, host.log);
  });
  return async () => {
    after(() => kept.leave());
    const host = await kept.take(() => startHost(options));
    const { port } = host.ready.addresses.tcp;
    await using client = await connect(port, { places: false });
    await client.clear();
    return host;
  };
}

/** The host that the tests of this process have in common; it sends no heartbeats. */
export const emptyHost = sharedHost({ settings: { heartbeatSeconds: NO_HEARTBEAT } });
