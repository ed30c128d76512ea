import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHost } from '../socket-server/running-host.ts';
import { StalledPeers } from './stalled-peers.ts';

const PEERS = 200;
const REQUESTS = 200;

test('among 200 peers that stand still, drip, send rubbish or read nothing a good client is served', async (context) => {
  // Longer than the test takes: the watcher is to be told of changes alone.
  const running = await startHost(context, { heartbeatSeconds: 3600 });
  const writer = await running.peer('classic');
  const large = Buffer.alloc(6 * 1024 * 1024, 'x').toString();
  assert.equal(JSON.parse(await writer.call('set_var', 'large', large)).message, 'succeeded');
  const stalled = await StalledPeers.open(running.port, PEERS);
  context.after(() => stalled.close());
  const [good, framed, watcher] = [
    await running.peer('classic'),
    await running.framed(),
    await running.peer('subscriber'),
  ];
  for (let count = 1; count <= REQUESTS; count += 1) {
    assert.equal(JSON.parse(await good.call('set_var', 'x', count)).message, 'succeeded');
    assert.equal((await framed.call('get_var', { name: 'x' })).value, count);
  }
  assert.equal(JSON.parse(await good.call('set_var', 'last', 1)).message, 'succeeded');
  const told: string[] = [];
  while (told.at(-1) !== 'last') told.push(JSON.parse(await watcher.packet()).data_name);
  // What waits to be told may have been told as one.
  assert.deepEqual(new Set(told), new Set(['x', 'last']));
});
