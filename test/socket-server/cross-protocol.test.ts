import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHost } from './running-host.ts';

/** What a page could make a browser send behind its request: a preamble and a write of each dialect. */
const SMUGGLED = [
  'request_data{"method": "write_p", "params": ["smuggled", "gAVLBS4=", "page"]}PMEND',
  'long_conn{"method": "set_var", "params": ["smuggled", 1]}PMEND',
  '{"timestamp": 1.5, "name": "page", "contents": "", "method": "request_data"}{"method": "set_var", "params": ["smuggled", 1]}PMEND',
  'headframe/1\n',
];
const HOSTS = [
  'localhost',
  'localhost.evil.com',
  '127.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  'evil.com',
  'null',
  '',
];
const ORIGINS = ['null', 'http://localhost', 'http://localhost.evil.com', 'https://evil.com', 'file://'];

function request(method: string, path: string, headers: readonly string[], body: string): string {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return [`${method} ${path} HTTP/1.1`, ...headers, length, '', body].join('\r\n');
}

/** Requests as browsers, scanners and pages that rebind a name send them. */
function requests(): string[] {
  const body = SMUGGLED.join('');
  const byHost = HOSTS.flatMap((host) =>
    ['GET', 'POST', 'OPTIONS'].map((method) => request(method, '/', [`Host: ${host}`], body)),
  );
  const byOrigin = ORIGINS.flatMap((origin) => [
    request('POST', '/', ['Host: localhost', `Origin: ${origin}`, 'Content-Type: text/plain'], body),
    request(
      'OPTIONS',
      '/',
      ['Host: localhost', `Origin: ${origin}`, 'Access-Control-Request-Method: PUT'],
      '',
    ),
  ]);
  const upgrade = [
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
  ];
  return [
    ...byHost,
    ...byOrigin,
    request('GET', '/', upgrade, ''),
    request('CONNECT', '127.0.0.1:12306', [], body),
    request('PUT', '/smuggled', ['Host: localhost'], body),
    request('DELETE', '/smuggled', ['Host: localhost'], body),
    request('TRACE', '/', ['Host: localhost'], body),
    request('GET', `http://localhost/${encodeURIComponent(body)}`, [], body),
    `GET ${SMUGGLED[0]}\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${body}`,
    `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${body}`,
  ];
}

test('whatever headers an HTTP request has, it is closed without a byte, and what stands behind it is not read', async (context) => {
  const running = await startHost(context);
  const sent = requests();
  assert.ok(sent.length >= 40);
  for (const one of sent) {
    const peer = await running.peer();
    peer.send(Buffer.from(one, 'latin1'));
    assert.equal(await peer.rest(), '', one.slice(0, 120));
  }
  const good = await running.peer('classic');
  assert.equal(JSON.parse(await good.call('read_p', 'smuggled')).code, 'NOT_FOUND');
  assert.equal((await running.counters()).foreign, sent.length);
  assert.equal(running.log.with('was sent away').length, 1, 'once a minute is enough');
});

test('a request that comes byte by byte is closed as soon as it is told from all else', async (context) => {
  const running = await startHost(context);
  for (const [method, told] of [
    ['GET ', 4],
    ['POST ', 5],
    ['OPTIONS ', 8],
    ['\x16', 1],
  ] as const) {
    const peer = await running.peer();
    await peer.sendSlowly(method.slice(0, told));
    assert.equal(await peer.rest(), '', method);
  }
});
