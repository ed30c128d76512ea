import assert from 'node:assert/strict';
import { after } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { type HostProcess, startHost } from './start-host.ts';

/** Seconds; a heartbeat would wake a reader that has stalled. */
const NO_HEARTBEAT = 3600;

/** How long it waits for another test when one has ended. */
const KEPT_MS = 2_000;

let shared: Promise<HostProcess> | undefined;
let ending: NodeJS.Timeout | undefined;

/** The host that the tests of this process have in common, without variables; it sends no heartbeats. */
export async function emptyHost(): Promise<HostProcess> {
  clearTimeout(ending);
  after(() => {
    ending = setTimeout(end, KEPT_MS);
  });
  shared ??= startHost({ settings: { heartbeatSeconds: NO_HEARTBEAT } });
  const host = await shared;
  const { port } = host.ready.addresses.tcp;
  await using client = await connect(port, { places: false });
  await client.clear();
  return host;
}

async function end(): Promise<void> {
  const host = await shared;
  shared = undefined;
  if (host) assert.deepEqual(await host.stop(), { code: 0, signal: null }, host.log);
}
