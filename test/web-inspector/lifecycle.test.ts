import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { FRAME_KIND, NOTIFICATION } from '../../codec/frame/index.ts';
import { Host } from '../../core/index.ts';
import { startPageHost } from '../browser/page-host.ts';
import { createRecordingLogger, temporaryFolder, writeFiles } from '../core/plugins.ts';
import { freePort } from '../docs/free-port.ts';
import { heldHandles } from '../held-handles.ts';
import { inTime, until } from '../socket-server/until.ts';
import { ask, letIn } from './browser-request.ts';
import { openWebPeer } from './web-peer.ts';

/** The status of a page; nothing when nobody listens. */
function statusOf(url: string): Promise<number | undefined> {
  return fetch(url).then(
    ({ status }) => status,
    () => undefined,
  );
}

test('a busy port makes the plugin fail by name, and nothing else', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const { port } = taken.address() as { port: number };
  const host = await startPageHost(t, { 'web-inspector': { port } });
  const plugins = new Map(host.host.inspect().plugins.map((plugin) => [plugin.name, plugin]));
  const failure = plugins.get('web-inspector')?.failure;
  assert.equal(failure?.code, 'PORT_BUSY');
  assert.match(failure?.message ?? '', new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use`));
  assert.equal(plugins.get('socket-server')?.state, 'active');
  assert.equal(host.host.inspect().addresses.http, undefined);
});

test('an address that other machines reach is refused', async (t) => {
  const host = await startPageHost(t, { 'web-inspector': { host: '0.0.0.0' } });
  const plugin = host.host.inspect().plugins.find(({ name }) => name === 'web-inspector');
  assert.equal(plugin?.failure?.code, 'NOT_LOOPBACK');
});

test('the page moves with its setting, and stays where it is when it cannot', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, {
    'headframe.config.jsonc': JSON.stringify({
      plugins: { 'socket-server': { enabled: false }, 'web-inspector': { settings: { port: 0 } } },
    }),
  });
  const log = createRecordingLogger();
  const host = await Host.create({ cwd: folder, env: {}, logger: log });
  t.after(() => host.stop());
  await host.start();
  const url = (): string => String(host.inspect().addresses.http?.url);
  const before = new URL(url()).origin;
  const port = await freePort();
  await host.configuration.set('web-inspector.port', port);
  const now = `http://127.0.0.1:${port}`;
  await until('the page has moved', async () => (await statusOf(now)) === 401 && url().startsWith(now));
  assert.equal(await statusOf(before), undefined);

  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  await host.configuration.set('web-inspector.port', (taken.address() as { port: number }).port);
  await until(
    'the failure is logged',
    async () => (await statusOf(now)) === 401 && log.lines.some((line) => line.includes('cannot listen')),
  );
  assert.equal(await statusOf(now), 401);
});

test('the clients are told before it closes, requests in flight end, and the port is free at once', async (t) => {
  const host = await startPageHost(t);
  const { peer, ended } = await openWebPeer(t, host, { ...(await letIn(host)), Origin: host.origin });
  await peer.hello();
  const waiting = peer.command('wait_for', { name: 'nobody', timeout_ms: 300 });
  await peer.call('ping');
  const closing = host.host.disable('web-inspector');
  const { json } = await peer.notification(NOTIFICATION.goAway);
  assert.deepEqual(json, { reason: 'the server is closing', code: 'CLOSING', reconnect: true });
  const { kind } = await peer.answer(waiting);
  assert.equal(kind, FRAME_KIND.answer);
  await closing;
  assert.equal((await ended)[0], 1000);
  await assert.rejects(ask(host, '/'), { code: 'ECONNREFUSED' });
  const { pathname, port } = new URL(host.origin);
  assert.equal(pathname, '/');
  const next = createServer().listen(Number(port), '127.0.0.1');
  await once(next, 'listening');
  await new Promise((resolve) => next.close(resolve));
});

test('it comes and goes a hundred times and leaves nothing behind', async (t) => {
  const host = await startPageHost(t, { 'web-inspector': { port: await freePort() } });
  const cookie = await letIn(host);
  const cycle = async (): Promise<void> => {
    const { peer, ended } = await openWebPeer(t, host, { ...cookie, Origin: host.origin });
    await peer.hello({ subscribe: {} });
    await host.host.disable('web-inspector');
    await ended;
    await host.host.enable('web-inspector');
  };
  const plugin = () => host.host.inspect().plugins.find(({ name }) => name === 'web-inspector');
  const taps = () => host.host.inspect().plugins.find(({ name }) => name === 'workspace')?.hooks;
  await cycle();
  const before = { held: heldHandles('Timeout'), effects: plugin()?.effects.length };
  for (let count = 0; count < 100; count += 1) await inTime(`cycle ${count}`, cycle());
  assert.deepEqual({ held: heldHandles('Timeout'), effects: plugin()?.effects.length }, before);
  for (const [hook, list] of Object.entries(taps() ?? {}))
    assert.ok(!list.some(({ owner }) => owner === 'web-inspector'), hook);
});

test('who writes pays nothing for a page that nobody looks at', async (t) => {
  const host = await startPageHost(t);
  const tapped = (): boolean =>
    (host.host.inspect().plugins.find(({ name }) => name === 'workspace')?.hooks.dataChanged ?? []).some(
      ({ owner }) => owner === 'web-inspector',
    );
  assert.ok(!tapped());
  const { peer, webSocket, ended } = await openWebPeer(t, host, {
    ...(await letIn(host)),
    Origin: host.origin,
  });
  await peer.hello();
  assert.ok(tapped());
  webSocket.close();
  await ended;
  await until('nobody listens', async () => (await ask(host, '/')).status === 401 && !tapped());
});
