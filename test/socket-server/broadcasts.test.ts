import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Peer } from './peer.ts';
import { startHost } from './running-host.ts';
import { until } from './until.ts';

const FIVE = 'gARLBS4=';
const SIX = 'gARLBi4=';
/** Of {'a': …, 'b': …}. */
const DICT = Buffer.from(
  '\x80\x02}(X\x01\x00\x00\x00aX\x08\x00\x00\x00gARLBS4=X\x01\x00\x00\x00bX\x08\x00\x00\x00gARLBS4=u.',
  'latin1',
);
const HEARTBEAT = '{"name": "broadcast", "message": "Are you alive?"}';

function about(message: string, name: string, source: string): string {
  return `{"name": "broadcast", "message": "${message}", "data_name": "${name}", "data_source": "${source}"}`;
}

async function namedSubscriber(port: number, peer: Peer, name: string): Promise<Peer> {
  assert.ok(port > 0);
  peer.send(`{"method": "start_long_connection", "name": "${name}", "params": [], "id": 0}PMEND`);
  await peer.packet();
  return peer;
}

test("each set, repeat and deletion is told to every long connection, the setter's own too, without values", async (context) => {
  const running = await startHost(context);
  const setter = await running.peer('subscriber');
  const named = await namedSubscriber(running.port, await running.peer(), 'watcher');
  const client = await running.peer('classic');
  for (const [method, ...params] of [
    ['write_p', 'x', FIVE, 'ipython'],
    ['write_p', 'x', FIVE, 'ipython'],
    ['write_p', 'x', SIX],
    ['write_p', '变量PMEND', FIVE, null],
    ['write_var_dic', DICT.toString('base64'), 'q"'],
    ['write_p', 'x', 'bad', 'refused'],
    ['delete_variable', 'x', 'me'],
    ['delete_variable', 'x', 'me'],
  ] as const) {
    await client.call(method, ...params);
  }
  const expected = [
    about('data_changed', 'x', 'ipython'),
    about('data_changed', 'x', 'ipython'),
    about('data_changed', 'x', 'server'),
    about('data_changed', '\\u53d8\\u91cf\\u0050MEND', ''),
    about('data_changed', 'a', 'q\\"'),
    about('data_changed', 'b', 'q\\"'),
    about('data_deleted', 'x', 'me'),
  ];
  for (const subscriber of [setter, named]) assert.deepEqual(await subscriber.packets(7), expected);
  setter.request('write_p', 'own', FIVE, 'me');
  const two = await setter.packets(2);
  assert.deepEqual(two.sort(), ['{"message": "success"}', about('data_changed', 'own', 'me')]);
  assert.equal(await named.packet(), about('data_changed', 'own', 'me'));
});

test('a lone broadcast comes as it is', async (context) => {
  const running = await startHost(context);
  const subscriber = await running.peer('subscriber');
  const client = await running.peer('classic');
  await client.call('write_p', 'x', FIVE, 'me');
  assert.equal(await subscriber.take('PMEND'), `${about('data_changed', 'x', 'me')}PMEND`);
});

test('a burst about one variable reaches a client that reads, one for each set', async (context) => {
  const running = await startHost(context);
  const subscriber = await running.peer('subscriber');
  const client = await running.peer('classic');
  for (let index = 0; index < 1000; index += 1) client.request('write_p', 'x', FIVE, `p${index}`);
  await client.packets(1000);
  const sources = (await subscriber.packets(1000)).map((packet) => JSON.parse(packet).data_source);
  assert.deepEqual(
    sources,
    Array.from({ length: 1000 }, (_, index) => `p${index}`),
  );
});

test('a value read in answer to a broadcast is the new one', async (context) => {
  const running = await startHost(context);
  const subscriber = await running.peer('subscriber');
  const [writer, reader] = [await running.peer('classic'), await running.peer('named')];
  for (const value of [FIVE, SIX, FIVE]) {
    writer.request('write_p', 'x', value, 'ipython');
    await subscriber.packet();
    assert.equal(JSON.parse(await reader.call('read_p', 'x')).x, value);
    await writer.packet();
  }
});

test('a client that never stops asking gets its broadcasts nevertheless', async (context) => {
  const running = await startHost(context);
  const busy = await running.peer('subscriber');
  const client = await running.peer('classic');
  await client.call('write_p', 'x', FIVE, 'me');
  const broadcast = about('data_changed', 'x', 'me');
  await until('the broadcast comes', async () => (await busy.call('ping')) === broadcast);
});

test('the heartbeat beats by itself, for long connections alone, as often as the setting says', async (context) => {
  const running = await startHost(context, { heartbeatSeconds: 3600 });
  const subscriber = await running.peer('subscriber');
  const client = await running.peer('classic');
  await client.call('set_settings_param', 'socket-server.heartbeatSeconds', 0.05);
  assert.deepEqual(await subscriber.packets(3), [HEARTBEAT, HEARTBEAT, HEARTBEAT]);
  assert.equal(client.received, '');
});
