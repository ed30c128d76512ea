import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { ensureTokens } from '../../core/index.ts';
import { startPageHost } from '../browser/page-host.ts';
import { ask, letIn } from './browser-request.ts';
import { openWebPeer } from './web-peer.ts';

const SETTINGS = {
  'web-inspector': {
    allowedHosts: ['inspector.example.com', 'Proxy.Example.com:8443'],
    allowedOrigins: ['https://example.com', 'http://localhost:3000'],
  },
};

/** A status for each `Host` header: PORT stands for the page's port. */
const HOSTS: readonly (readonly [host: string, status: number])[] = [
  ['127.0.0.1:PORT', 200],
  ['localhost:PORT', 200],
  ['LOCALHOST:PORT', 200],
  ['[::1]:PORT', 200],
  ['inspector.example.com', 200],
  ['INSPECTOR.example.com', 200],
  ['proxy.example.com:8443', 200],
  ['localhost', 403],
  ['127.0.0.1', 403],
  ['[::1]', 403],
  ['localhost:1', 403],
  ['localhost:', 403],
  ['localhost:PORT0', 403],
  ['localhost:0PORT', 403],
  ['localhost.:PORT', 403],
  ['localhost.evil.com:PORT', 403],
  ['evil.localhost:PORT', 403],
  ['evillocalhost:PORT', 403],
  ['127.0.0.1.nip.io:PORT', 403],
  ['127.0.0.1.:PORT', 403],
  ['127.0.0.2:PORT', 403],
  ['127.1:PORT', 403],
  ['0x7f.0.0.1:PORT', 403],
  ['2130706433:PORT', 403],
  ['0.0.0.0:PORT', 403],
  ['::1:PORT', 403],
  ['[::]:PORT', 403],
  ['[::ffff:127.0.0.1]:PORT', 403],
  ['[0:0:0:0:0:0:0:1]:PORT', 403],
  ['user@localhost:PORT', 403],
  ['localhost:PORT@evil.com', 403],
  ['localhost:PORT, evil.com', 403],
  ['evil.com', 403],
  ['evil.com:PORT', 403],
  ['inspector.example.com:PORT', 403],
  ['inspector.example.com.evil.com', 403],
  ['proxy.example.com', 403],
];

/** A status for each `Origin` header of a GET of the page with the cookie; the `Host` is `127.0.0.1:PORT`. */
const ORIGINS: readonly (readonly [origin: string, status: number])[] = [
  ['http://127.0.0.1:PORT', 200],
  // Listed ones have to show a token: a cookie of theirs does not count.
  ['https://example.com', 401],
  ['http://localhost:3000', 401],
  ['http://localhost:PORT', 403],
  ['http://[::1]:PORT', 403],
  ['https://127.0.0.1:PORT', 403],
  ['http://127.0.0.1', 403],
  ['http://127.0.0.1:1', 403],
  ['http://127.0.0.1:PORT/', 403],
  ['http://127.0.0.1:PORT.evil.com', 403],
  ['http://127.0.0.1:PORT@evil.com', 403],
  ['http://evil.com', 403],
  ['http://localhost.evil.com:PORT', 403],
  ['https://example.com.evil.com', 403],
  ['https://evil.com/https://example.com', 403],
  ['http://example.com', 403],
  ['https://example.com:8443', 403],
  ['https://sub.example.com', 403],
  ['null', 403],
  ['file://', 403],
  ['chrome-extension://abcdefgh', 403],
  ['', 403],
];

test('a request is answered under the names of this machine and listed ones alone', async (t) => {
  const host = await startPageHost(t, SETTINGS);
  const { port } = new URL(host.origin);
  const cookie = await letIn(host);
  for (const [name, status] of HOSTS) {
    const headers = { ...cookie, Host: name.replace('PORT', port) };
    assert.equal((await ask(host, '/page.css', { headers })).status, status, JSON.stringify(name));
    const opening = openWebPeer(t, host, headers);
    if (status === 200) (await opening).webSocket.terminate();
    else await assert.rejects(opening, { status }, `a WebSocket under ${JSON.stringify(name)}`);
  }
});

test('a request that a page has made is answered when the page is of this server or listed', async (t) => {
  const host = await startPageHost(t, SETTINGS);
  const { port } = new URL(host.origin);
  const cookie = await letIn(host);
  const { admin: token } = await ensureTokens(host.host.configuration.dataDir);
  for (const [name, status] of ORIGINS) {
    const headers = { Origin: name.replaceAll('PORT', port) };
    const by = async (more: object): Promise<number> =>
      (await ask(host, '/page.css', { headers: { ...headers, ...more } })).status;
    assert.equal(await by(cookie), status, JSON.stringify(name));
    const isKnown = status !== 403;
    assert.equal(await by({ Authorization: `Bearer ${token}` }), isKnown ? 200 : 403, JSON.stringify(name));
    const opening = openWebPeer(t, host, { ...cookie, ...headers });
    if (!isKnown) await assert.rejects(opening, { status }, `a WebSocket of ${JSON.stringify(name)}`);
    else {
      const { peer } = await opening;
      const role = await peer.hello().then(
        (welcome) => welcome.role,
        (error: { code: string }) => error.code,
      );
      assert.equal(role, status === 200 ? 'admin' : 'UNAUTHENTICATED', JSON.stringify(name));
      const again = await openWebPeer(t, host, { ...cookie, ...headers });
      assert.equal((await again.peer.hello({ token })).role, 'admin');
    }
  }
});

test('one Host and one Origin, or none of it', async (t) => {
  const host = await startPageHost(t, SETTINGS);
  const { hostname, port } = new URL(host.origin);
  const send = async (lines: readonly string[]): Promise<string> => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.end(['GET / HTTP/1.1', ...lines, 'Connection: close', '', ''].join('\r\n'));
    return (await text(socket)).slice(9, 12);
  };
  const own = `Host: 127.0.0.1:${port}`;
  const origin = `Origin: http://127.0.0.1:${port}`;
  assert.equal(await send([own]), '401');
  assert.equal(await send([]), '400');
  assert.equal(await send(['Host:']), '403');
  assert.equal(await send([own, 'Host: evil.com']), '403');
  assert.equal(await send(['Host: evil.com', own]), '403');
  assert.equal(await send([own, origin]), '401');
  assert.equal(await send([own, origin, 'Origin: http://evil.com']), '403');
});

test('a cookie counts for what the page asks for, and not for what pages of other ports do', async (t) => {
  const host = await startPageHost(t);
  const cookie = await letIn(host);
  const site = async (name: string): Promise<number> =>
    (await ask(host, '/page.css', { headers: { ...cookie, 'Sec-Fetch-Site': name } })).status;
  assert.deepEqual(
    await Promise.all(['same-origin', 'none', 'same-site', 'cross-site', 'anything'].map(site)),
    [200, 200, 401, 401, 401],
  );
});

test('a GET changes nothing, and a POST needs the page or a token', async (t) => {
  const host = await startPageHost(t);
  const cookie = await letIn(host);
  const { read } = await ensureTokens(host.host.configuration.dataDir);
  const report = async (headers: object): Promise<number> => {
    const { status } = await ask(host, '/csp-report', {
      method: 'POST',
      headers: { ...headers },
      body: '{}',
    });
    return status;
  };
  assert.equal(await report({ ...cookie, Origin: host.origin }), 200);
  assert.equal(await report(cookie), 403);
  assert.equal(await report({ Authorization: `Bearer ${read}` }), 200);
  assert.equal(await report({ Origin: host.origin }), 401);
  assert.equal(await report({ ...cookie, Origin: 'null' }), 403);
  assert.equal(await host.cspReports(), 2);
  assert.equal((await ask(host, '/csp-report', { headers: cookie })).status, 404);
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    assert.equal((await ask(host, '/', { method, headers: cookie })).status, 405, method);
  const long = { method: 'POST', headers: { ...cookie, Origin: host.origin }, body: 'x'.repeat(65_537) };
  assert.equal((await ask(host, '/csp-report', long)).status, 413);
  assert.equal(await host.cspReports(), 2);
});
