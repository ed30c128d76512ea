import assert from 'node:assert/strict';
import { after } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { Kept } from '../kept.ts';
import { type HostProcess, startHost } from './start-host.ts';

/** Seconds; a heartbeat would wake a reader that has stalled. */
const NO_HEARTBEAT = 3600;

const kept = new Kept<HostProcess>(async (host) => {
  assert.deepEqual(await host.stop(), { code: 0, signal: null }, host.log);
});

/** The host that the tests of this process have in common, without variables; it sends no heartbeats. */
export async function emptyHost(): Promise<HostProcess> {
  after(() => kept.leave());
  const host = await kept.take(() => startHost({ settings: { heartbeatSeconds: NO_HEARTBEAT } }));
  const { port } = host.ready.addresses.tcp;
  await using client = await connect(port, { places: false });
  await client.clear();
  return host;
}
