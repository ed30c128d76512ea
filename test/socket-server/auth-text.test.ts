import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Peer } from './peer.ts';
import { remoteAddress } from './remote.ts';
import { type RunningHost, startHost } from './running-host.ts';

const PONG = '{"message": "succeeded"}';
const NAMED = '{"method": "request_data", "name": "tester"}';
const NAMED_LONG = '{"method": "start_long_connection", "name": "tester"}PMEND';

/** What a client of each opening gets that is not let in. */
async function refusals(connect: () => Promise<Peer>): Promise<Record<string, string[]>> {
  const answers: Record<string, string[]> = {};
  const record = (opening: string, text: string): void => {
    answers[opening] = text
      .split('PMEND')
      .filter(Boolean)
      .map((packet) => {
        const { message, code } = JSON.parse(packet) as { message: string; code: string };
        return `${message} ${code}`;
      });
  };
  const short = await connect();
  short.send('request_data');
  await short.take('conn_established');
  short.request('ping');
  record('classic', await short.rest());
  const long = await connect();
  long.send('long_conn');
  record('classic long', await long.rest());
  const named = await connect();
  named.send(NAMED);
  const preamble = await named.packet();
  named.request('ping');
  record('named', `${preamble}PMEND${await named.rest()}`);
  const namedLong = await connect();
  namedLong.send(NAMED_LONG);
  record('named long', await namedLong.packet());
  namedLong.destroy();
  return answers;
}

function each(code: string): Record<string, string[]> {
  const one = `failed ${code}`;
  return { classic: [one], 'classic long': [one], named: [one, one], 'named long': [one] };
}

test('where a token is demanded every text client is told why it gets nothing, on loopback too', async (t) => {
  const running = await startHost(t, { requireToken: true });
  assert.deepEqual(await refusals(() => running.peer()), each('UNAUTHENTICATED'));
  const peer = await running.peer();
  peer.send(NAMED);
  assert.match(await peer.packet(), /this server asks for a token \(setting socket-server\.requireToken\)/);
});

test('text clients of other machines are told so, unless they are let in', async (t) => {
  const running = await startHost(t, { host: '0.0.0.0' });
  assert.deepEqual(await refusals(() => far(running)), each('REMOTE_TEXT_REFUSED'));
  assert.equal(await (await running.peer('classic')).call('ping'), PONG, 'from loopback they are');
});

test('let in, they may read and write variables, and nothing else', async (t) => {
  const running = await startHost(t, { host: '0.0.0.0', allowRemoteText: true });
  const peer = await far(running);
  peer.send('request_data');
  await peer.take('conn_established');
  assert.match(await peer.call('set_var', 'x', 5), /"message": "succeeded"/);
  assert.match(await peer.call('get_var', 'x'), /"value": 5/);
  for (const [method, ...params] of [['set_settings_param', 'theme', 'Dark'], ['clear']] as const)
    assert.match(await peer.call(method, ...params), /"code": "FORBIDDEN"/, method);
});

test('let in no more, they are closed at once, and nobody else is', async (t) => {
  const running = await startHost(t, { host: '0.0.0.0', allowRemoteText: true });
  const [near, remote] = [await running.peer('classic'), await far(running)];
  remote.send('long_conn');
  await remote.call('ping');
  assert.equal(await near.call('set_settings_param', 'socket-server.allowRemoteText', false), PONG);
  await remote.closed;
  assert.equal(await near.call('ping'), PONG);
});

test('a token demanded from now on closes the sessions that have shown none', async (t) => {
  const running = await startHost(t);
  const [one, other] = [await running.peer('classic'), await running.peer('subscriber')];
  one.request('set_settings_param', 'socket-server.requireToken', true);
  await Promise.all([one.closed, other.closed]);
  assert.deepEqual((await refusals(() => running.peer())).classic, ['failed UNAUTHENTICATED']);
});

function far(running: RunningHost): Promise<Peer> {
  return running.peerTo({ port: running.port, host: remoteAddress() });
}
