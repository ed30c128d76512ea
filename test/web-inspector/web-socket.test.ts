import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import {
  encodeFrame,
  FRAME_KIND,
  FRAMED_PREAMBLE,
  NOTIFICATION,
  OPERATION,
} from '../../codec/frame/index.ts';
import { ensureTokens } from '../../core/index.ts';
import { startPageHost } from '../browser/page-host.ts';
import { FramedPeer } from '../socket-server/framed-peer.ts';
import { inTime } from '../socket-server/until.ts';
import { ask, letIn } from './browser-request.ts';
import { openWebPeer } from './web-peer.ts';

const MIB = 1024 * 1024;

test('the page of this server says hello by its cookie, and others by a token or not at all', async (t) => {
  const host = await startPageHost(t);
  const { read } = await ensureTokens(host.host.configuration.dataDir);
  const own = { ...(await letIn(host)), Origin: host.origin };
  const page = await openWebPeer(t, host, own);
  const welcome = await page.peer.hello({ client: 'a page' });
  assert.equal(page.peer.preamble, FRAMED_PREAMBLE);
  assert.deepEqual([welcome.role, welcome.server, welcome.places], ['admin', 'headframe', undefined]);
  assert.match(String(welcome.session), /^web-\d+$/);

  // What it shows in hello goes before its cookie.
  const reader = await openWebPeer(t, host, own);
  assert.equal((await reader.peer.hello({ token: read })).role, 'read');
  await assert.rejects(reader.peer.call('set_var', { name: 'x', value: 1 }), { code: 'FORBIDDEN' });

  for (const params of [{}, { token: 'wrong' }]) {
    const stranger = await openWebPeer(t, host);
    await assert.rejects(stranger.peer.hello(params), { code: 'UNAUTHENTICATED' });
    await stranger.ended;
  }
  assert.equal((await page.peer.set('x', '1')).kind, FRAME_KIND.answer);
  const { metadata } = await page.peer.call('get_metadata', { name: 'x' });
  assert.equal((metadata as { provider: string }).provider, 'a page');
});

test('a page works while the socket server is off, and is told what others change when it is on', async (t) => {
  const host = await startPageHost(t);
  const own = { ...(await letIn(host)), Origin: host.origin };
  await host.host.disable('socket-server');
  const { peer } = await openWebPeer(t, host, own);
  await peer.hello({ subscribe: { inline: 100 } });
  for (const method of [
    'server_info',
    'list_methods',
    'ping',
    'get_settings',
    'get_style_sheet',
    'get_all_public_variable_names',
  ])
    assert.ok(await peer.call(method), method);
  await peer.set('x', '1');
  assert.equal((await peer.notification(NOTIFICATION.dataChanged)).json.name, 'x');

  await host.host.enable('socket-server');
  const { counters } = (await peer.call('server_info')) as { counters: object };
  assert.ok('foreign' in counters, 'the socket server answers for itself again');
  const { port = 0 } = host.host.inspect().addresses.tcp as { port?: number };
  const other = await FramedPeer.connect(port);
  t.after(() => other.destroy());
  await other.hello();
  await other.set('y', '[1, 2]');
  const { json, payload } = await peer.notification(NOTIFICATION.dataChanged);
  assert.deepEqual([json.name, json.provider, payload.toString()], ['y', 'tester', '[1, 2]']);
  await other.call('delete_variables', { names: ['y'] });
  assert.equal((await peer.notification(NOTIFICATION.dataDeleted)).json.name, 'y');
  await peer.call('set_settings_param', { key: 'web-inspector.sessionHours', value: 2 });
  const changed = await peer.notification(NOTIFICATION.settingsChanged);
  assert.deepEqual(changed.json.keys, ['web-inspector.sessionHours']);
});

test('messages are cut anywhere, and values of many MB go both ways', async (t) => {
  const host = await startPageHost(t);
  const { peer, webSocket } = await openWebPeer(t, host, { ...(await letIn(host)), Origin: host.origin });
  await peer.hello();
  const frame = encodeFrame({
    kind: FRAME_KIND.request,
    operation: OPERATION.command,
    id: 77,
    meta: Buffer.from('{"method": "ping"}'),
  });
  for (const byte of frame) webSocket.send(Buffer.of(byte));
  assert.equal((await peer.answer(77)).kind, FRAME_KIND.answer);
  webSocket.send(Buffer.alloc(0));

  const value = Buffer.from(JSON.stringify(randomBytes(12 * MIB).toString('base64')));
  assert.equal((await peer.set('large', value)).kind, FRAME_KIND.answer);
  assert.ok((await peer.get('large')).payload.equals(value));
});

test('what is no stream of bytes ends the connection with a reason', async (t) => {
  const host = await startPageHost(t);
  const cookie = await letIn(host);
  const cases = [
    { send: 'text', code: 1003 },
    { send: Buffer.alloc(MIB + 1), code: 1009 },
  ];
  for (const { send, code } of cases) {
    const { webSocket, ended } = await openWebPeer(t, host, cookie);
    webSocket.send(send);
    assert.equal((await inTime('the end', ended))[0], code);
  }
  const garbage = await openWebPeer(t, host, cookie);
  await garbage.peer.hello();
  garbage.webSocket.send(Buffer.alloc(20, 0xff));
  assert.equal((await garbage.peer.frame()).kind, FRAME_KIND.error);
  assert.deepEqual((await garbage.ended)[0], 1000);
  await assert.rejects(openWebPeer(t, host, cookie, '/'), { status: 404 });
  await assert.rejects(openWebPeer(t, host, cookie, '/framed/x'), { status: 404 });
});

test('a stranger gets to send no more than a hello, and has two seconds for it', async (t) => {
  const host = await startPageHost(t);
  const silent = await openWebPeer(t, host);
  const long = await openWebPeer(t, host);
  long.peer.command('hello', { client: 'x'.repeat(5000) });
  await inTime('the end of the long one', long.ended);
  await inTime('the end of the silent one', silent.ended);
  const slow = await ask(host, '/');
  assert.equal(slow.status, 401);
});

test('who does not read keeps nobody waiting, and is closed when too much waits', async (t) => {
  const host = await startPageHost(t, { 'web-inspector': { maxQueueBytes: 256 * 1024 } });
  const own = { ...(await letIn(host)), Origin: host.origin };
  const frozen = await openWebPeer(t, host, own);
  await frozen.peer.hello({ subscribe: {} });
  const { peer } = await openWebPeer(t, host, own);
  await peer.hello();
  await peer.set('large', JSON.stringify('x'.repeat(16 * MIB)));
  frozen.webSocket.pause();
  frozen.peer.request(OPERATION.get, { meta: Buffer.from('large') });
  const closed = once(frozen.webSocket, 'close');
  for (let round = 0; round < 40; round += 1) {
    const names = Array.from({ length: 100 }, (_, index) => `v${round}_${index}`);
    const values = Object.fromEntries(names.map((name) => [name, round]));
    await peer.call('set_vars', { values }).catch((error: Error) => assert.fail(error.message));
  }
  frozen.webSocket.resume();
  await inTime('the end of the frozen one', closed);
  const { value } = await host.dispatch('call_interface', { interface: 'web-inspector', method: 'counters' });
  assert.equal((value as { slowReaders: number }).slowReaders, 1);
});

test('a client that answers no heartbeat is closed', async (t) => {
  const host = await startPageHost(t, { 'web-inspector': { heartbeatSeconds: 0.05 } });
  const { peer, ended } = await openWebPeer(t, host, await letIn(host));
  await peer.hello();
  const beat = await peer.frame(({ operation }) => operation === NOTIFICATION.heartbeat);
  assert.notEqual(beat.id, 0);
  await inTime('the end', ended);
});
