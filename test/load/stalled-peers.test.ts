import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHost } from '../socket-server/running-host.ts';
import { StalledPeers } from './stalled-peers.ts';

const PEERS = 200;
const REQUESTS = 200;

test('among 200 peers that stand still, drip, send rubbish or read nothing a good client is served', async (context) => {
  const running = await startHost(context);
  const writer = await running.peer('classic');
  const large = Buffer.alloc(8 * 1024 * 1024, 'x').toString();
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
  const told = await watcher.packets(REQUESTS);
  assert.ok(told.every((one) => JSON.parse(one).data_name === 'x'));
});
