import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exchange, get, type HttpAnswer, message, type Port, parse, portOf } from './http-peer.ts';
import { Peer } from './peer.ts';
import { remoteAddress } from './remote.ts';
import { type RunningHost, startHost } from './running-host.ts';

const ON = { http: true, httpPort: 0 };
const WRITE = `/set_data?msg=${message({ smuggled: 1 })}`;
const CHANGE = `modify_settings?msg=${message({ locale: 'smuggled' })}`;
const PORTS: readonly (readonly [Port, target: string])[] = [
  ['variables', WRITE],
  ['host', CHANGE],
];

/** What a page, or a proxy in front of it, makes a browser send beside what it asks for. */
const REFUSED: readonly (readonly string[])[] = [
  ['Host: localhost.evil.com'],
  ['Host: evil.com'],
  ['Host: 127.0.0.1.nip.io'],
  ['Host: 127.0.0.1@evil.com'],
  ['Host: evil.com:12306'],
  ['Host: null'],
  ['Host: '],
  ['Host: 0.0.0.0'],
  ['Host: [::2]'],
  ['Host: [::1'],
  ['Host: ::1'],
  ['Host: [127.0.0.1]'],
  ['Host: 10.0.0.1'],
  ['Host: localhost:123456'],
  ['Host: localhost, evil.com'],
  ['Host: localhost', 'Host: evil.com'],
  ['Host: localhost', 'Origin: null'],
  ['Host: localhost', 'Origin: http://localhost'],
  ['Host: localhost', 'Origin: http://127.0.0.1:12306'],
  ['Host: localhost', 'Origin: https://evil.com'],
  ['Host: localhost', 'Origin: file://'],
  ['Host: localhost', 'oRIGIN: https://evil.com'],
  ['Host: localhost', 'Referer: https://evil.com/'],
  ['Host: localhost', 'Sec-Fetch-Site: cross-site'],
  ['Host: localhost', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'],
  ['Host: localhost', 'Cookie: a=b'],
  ['Host: localhost', 'Accept-Language: en'],
  ['Host: localhost', 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0'],
  ['Host: localhost', 'User-Agent: curl/7.88', 'User-Agent: Mozilla/5.0'],
  ['Host: localhost', 'Accept: text/html,application/xhtml+xml,*/*;q=0.8'],
  ['Host: localhost', 'X-Forwarded-For: 10.0.0.1'],
  ['Host: localhost', 'Via: 1.1 proxy'],
  ['Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'],
  ['Host: localhost', 'Content-Length: 5'],
  ['Host: localhost', 'Transfer-Encoding: chunked'],
  ['Host: localhost', 'Authorization: Bearer secret'],
];

/** What programs send. */
const TAKEN: readonly (readonly string[])[] = [
  [],
  ['Host: localhost'],
  ['Host: LOCALHOST:12306'],
  ['Host: 127.0.0.1:52346'],
  ['Host: 127.1.2.3'],
  ['Host: [::1]:12306'],
  ['Host: [::ffff:127.0.0.1]'],
  ['Host: 127.0.0.1', 'User-Agent: curl/7.88.1', 'Accept: */*'],
  ['Accept-Encoding: identity', 'Host: localhost', 'User-Agent: Python-urllib/3.11', 'Connection: close'],
];

async function changed(running: RunningHost): Promise<{ variable: boolean; setting: boolean }> {
  const classic = await running.peer('classic');
  const { var_names: names } = JSON.parse(await classic.call('get_all_public_variable_names'));
  const { settings } = JSON.parse(await classic.call('get_settings'));
  return { variable: names.includes('smuggled'), setting: settings.locale === 'smuggled' };
}

test('with whatever headers a page can make a browser send, a request is refused, and nothing is changed', async (context) => {
  const running = await startHost(context, ON);
  assert.ok(REFUSED.length >= 20);
  for (const [port, target] of PORTS) {
    for (const headers of REFUSED) {
      const answer = await get(running, port, target, headers);
      assert.equal(answer.status, 403, headers.join());
      assert.match(answer.headers.get('x-headframe-error') ?? '', /^HTTP_REFUSED: /);
      assert.deepEqual(
        [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
        [],
      );
    }
  }
  assert.deepEqual(await changed(running), { variable: false, setting: false });
});

test('with the headers that programs send, or none, it is answered', async (context) => {
  const running = await startHost(context, ON);
  for (const [port, target] of PORTS) {
    for (const headers of TAKEN) {
      assert.equal((await get(running, port, target, headers)).status, 200, headers.join());
    }
  }
  assert.deepEqual(await changed(running), { variable: true, setting: true });
});

test('no other method than GET is taken, and what stands behind a request is not read', async (context) => {
  const running = await startHost(context, ON);
  const smuggled = `GET ${WRITE} HTTP/1.1\r\n\r\nrequest_data{"method": "set_var", "params": ["smuggled", 1]}PMEND`;
  for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'PRI']) {
    for (const port of ['host', 'variables'] as const) {
      const { status } = await exchange(running, port, `${method} ${WRITE} HTTP/1.1\r\n\r\n${smuggled}`);
      assert.equal(status, 405, method);
    }
  }
  const one = await exchange(running, 'variables', `GET /get_data_descs HTTP/1.1\r\n\r\n${smuggled}`);
  assert.equal(one.status, 200);
  assert.ok(!one.body.includes('HTTP/1.1'));
  assert.deepEqual(await changed(running), { variable: false, setting: false });
});

test('the port speaks every other dialect too, and the second port none', async (context) => {
  const running = await startHost(context, ON);
  assert.equal(await (await running.peer('classic')).call('ping'), '{"message": "succeeded"}');
  assert.equal(await (await running.peer('named')).call('ping'), '{"message": "succeeded"}');
  assert.deepEqual(await (await running.framed()).call('ping', {}), {});
  const others = [
    'request_data',
    'long_conn',
    '{"method": "request_data"}',
    'headframe/1\n',
    '\x16\x03\x01',
    'garbage',
  ];
  for (const opening of others) {
    const peer = await Peer.connect(portOf(running, 'variables'));
    peer.send(Buffer.from(opening, 'latin1'));
    assert.equal(await peer.rest(), '', opening);
  }
  assert.equal((await running.counters()).foreign, others.length);
});

test('where a token is demanded HTTP is refused, on loopback too', async (context) => {
  const running = await startHost(context, { ...ON, requireToken: true });
  for (const [port, target] of PORTS) {
    const { status, body, headers } = await get(running, port, target);
    assert.equal(status, 403);
    assert.match(body, /^Failed: this server asks for a token \(setting socket-server\.requireToken\)/);
    assert.match(headers.get('x-headframe-error') ?? '', /^UNAUTHENTICATED: /);
  }
});

/** Asks from another address than loopback's. */
async function far(running: RunningHost, port: Port, target: string): Promise<HttpAnswer> {
  const host = remoteAddress();
  const peer = await running.peerTo({ host, localAddress: host, port: portOf(running, port) });
  peer.send(`GET ${target} HTTP/1.1\r\n\r\n`);
  return parse(await peer.rest());
}

test('from other machines it is refused, unless text clients are let in; then it concerns variables alone', async (context) => {
  const closed = await startHost(context, { ...ON, host: '0.0.0.0' });
  for (const [port, target] of PORTS) {
    const { status, headers } = await far(closed, port, target);
    assert.equal(status, 403);
    assert.match(headers.get('x-headframe-error') ?? '', /^REMOTE_TEXT_REFUSED: /);
  }
  assert.equal((await get(closed, 'variables', WRITE)).status, 200, 'from loopback it is not');
  const open = await startHost(context, { ...ON, host: '0.0.0.0', allowRemoteText: true });
  assert.equal((await far(open, 'variables', WRITE)).status, 200);
  const { status, body, headers } = await far(open, 'host', CHANGE);
  assert.deepEqual([status, body], [403, 'Failed!']);
  assert.match(headers.get('x-headframe-error') ?? '', /^FORBIDDEN: set_settings_param needs the role admin/);
});

test('a host is its own by the address that it listens on, and not by a name that stands for any', async (context) => {
  const host = remoteAddress();
  const running = await startHost(context, { ...ON, host, allowRemoteText: true });
  const ask = async (name: string): Promise<number> => {
    const peer = await running.peerTo({ host, port: portOf(running, 'variables') });
    peer.send(`GET /get_data_descs HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
    return parse(await peer.rest()).status;
  };
  assert.equal(await ask(host), 200);
  assert.equal(await ask(`${host}:52346`), 200);
  assert.equal(await ask('evil.com'), 403);
});
