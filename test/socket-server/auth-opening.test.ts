import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Peer } from './peer.ts';
import { remoteAddress } from './remote.ts';
import { type RunningHost, startHost } from './running-host.ts';

const REMOTE = { host: '0.0.0.0', allowRemoteText: true };
const PONG = '{"message": "succeeded"}';
/** 64 bytes that are answered, and after which it is still not known who has sent them. */
const NOBODY = '{"method": "start_long_connection", "name": null          }PMEND';

test('a client from another machine may send 4096 bytes until it is known who it is, a neighbour more', async (t) => {
  assert.equal(NOBODY.length, 64);
  const running = await startHost(t, REMOTE);
  const [stranger, neighbour] = [await far(running), await running.peer()];
  for (let sent = 64; sent <= 4096; sent += 64)
    for (const peer of [stranger, neighbour]) {
      peer.send(NOBODY);
      assert.match(await peer.packet(), /socket name is None/, `${sent} bytes`);
    }
  const reason = running.log.next('it sent more than 4096 bytes and not who it is');
  for (const peer of [stranger, neighbour]) peer.send(' ');
  await reason;
  await stranger.closed;
  neighbour.send('{"method": "request_data"}');
  assert.match(await neighbour.packet(), /connection established/);
});

test('who is known may send as much as everybody', async (t) => {
  const running = await startHost(t, { ...REMOTE, maxOpeningBytes: 256 });
  const peer = await far(running);
  const value = 'x'.repeat(100_000);
  peer.send(`request_data{"method": "set_var", "params": ["x", "${value}"]}PMEND`);
  await peer.take('conn_established');
  assert.match(await peer.packet(), /"message": "succeeded"/);
});

test('it has as long as the setting says', async (t) => {
  const running = await startHost(t, { ...REMOTE, preambleSeconds: 0.05 });
  const silent = await far(running);
  await silent.closed;
  assert.equal(silent.received, '');
});

test('an address has 16 places for strangers; who makes himself known leaves his to others', async (t) => {
  const running = await startHost(t, { ...REMOTE, preambleSeconds: 60 });
  const known = await far(running);
  known.send('request_data');
  await known.take('conn_established');
  const strangers: Peer[] = [];
  for (let index = 0; index < 16; index += 1) {
    const peer = await far(running);
    strangers.push(peer);
    peer.send(NOBODY);
    await peer.packet();
  }
  const more = await far(running);
  await more.closed;
  const [first] = strangers;
  first?.send('{"method": "request_data"}');
  assert.match((await first?.packet()) ?? '', /connection established/);
  const next = await far(running);
  next.send(NOBODY);
  assert.match(await next.packet(), /socket name is None/);
  assert.equal(await known.call('ping'), PONG);
  assert.equal((await running.counters()).refused, 1);
  assert.equal(await (await running.peer('named')).call('ping'), PONG, 'neighbours are not counted');
});

test('when all places are taken the stranger goes who came first', async (t) => {
  const running = await startHost(t, { ...REMOTE, maxConnections: 3, preambleSeconds: 60 });
  const strangers = [await far(running), await far(running), await far(running)];
  for (const peer of strangers) {
    peer.send(NOBODY);
    await peer.packet();
  }
  const late = await far(running);
  late.send('request_data');
  await late.take('conn_established');
  await strangers[0]?.closed;
  assert.equal(await late.call('ping'), PONG);
  strangers[1]?.send(NOBODY);
  assert.match((await strangers[1]?.packet()) ?? '', /socket name is None/);
});

function far(running: RunningHost): Promise<Peer> {
  return running.peerTo({ port: running.port, host: remoteAddress() });
}
