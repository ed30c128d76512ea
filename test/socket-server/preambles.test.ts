import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Peer } from './peer.ts';
import { type RunningHost, startHost } from './running-host.ts';
import { until } from './until.ts';

const SHORT =
  '{"timestamp": 1795371783.88, "name": "Anonymous BaseClient", "contents": "", "method": "request_data"}';
const PING = '{"method": "ping", "params": []}PMEND';
const PONG = '{"message": "succeeded"}PMEND';
const TIME = /"timestamp": \d+\.\d+/;

function long(name: unknown): string {
  return `${JSON.stringify({ method: 'start_long_connection', name, params: [], id: 0 })}PMEND`;
}

/** What the server says to a preamble of `named`, without the time. */
async function said(peer: Peer): Promise<string> {
  const answer = await peer.packet();
  assert.match(answer, TIME);
  return answer.replace(TIME, '"timestamp": T');
}

function saying(message: string, content: string): string {
  return `{"message": "${message}", "content": "${content}", "timestamp": T}`;
}

test('a short connection of named is established with and without a terminator', async (context) => {
  const running = await startHost(context);
  for (const preamble of [SHORT, `${SHORT}PMEND`, `${SHORT} \n`, '{}']) {
    const peer = await running.peer();
    peer.send(preamble);
    assert.equal(await said(peer), saying('succeeded', 'connection established'));
    assert.equal(`${await peer.call('ping')}PMEND`, PONG);
  }
});

test('every exchange works with its bytes one at a time', async (context) => {
  const running = await startHost(context);
  const classic = await running.peer();
  await classic.sendSlowly(`request_data${PING}${PING}`);
  assert.equal(await classic.take(PONG), `conn_established${PONG}`);
  assert.equal(await classic.take(PONG), PONG);
  const subscriber = await running.peer();
  await subscriber.sendSlowly(`long_conn${PING}`);
  assert.equal(await subscriber.take('PMEND'), PONG);
  const named = await running.peer();
  await named.sendSlowly(`${long('slow')}${PING}`);
  assert.equal(await said(named), saying('succeeded', 'socket connected'));
  assert.equal(await named.take('PMEND'), PONG);
  const short = await running.peer();
  await short.sendSlowly(`${SHORT}${PING}`);
  assert.equal(await said(short), saying('succeeded', 'connection established'));
  assert.equal(await short.take('PMEND'), PONG);
});

test('preambles and requests may come in one segment', async (context) => {
  const running = await startHost(context);
  const starts = {
    request_data: 'conn_established',
    long_conn: '',
    [SHORT]: 'succeeded',
    [long('one')]: 'succeeded',
  };
  for (const [preamble, answer] of Object.entries(starts)) {
    const peer = await running.peer();
    peer.send(`${preamble}${PING}${PING}`);
    const text = await peer.take(`${PONG}${PONG}`);
    assert.ok(text.includes(answer), text);
  }
});

test('a name is taken once, and free as soon as its client has gone', async (context) => {
  const running = await startHost(context);
  for (const leave of ['destroy', 'reset', 'end'] as const) {
    const first = await running.peer();
    first.send(long("cli'1"));
    assert.equal(await said(first), saying('succeeded', 'socket connected'));
    const second = await running.peer();
    second.send(long("cli'1"));
    assert.equal(await said(second), saying('failed', `socket name \\"cli'1\\" already connected`));
    if (leave === 'end') first.socket.end();
    else first[leave]();
    await first.closed;
    await untilClients(running, 1);
    second.send(long("cli'1"));
    assert.equal(await said(second), saying('succeeded', 'socket connected'), `after ${leave}`);
    second.destroy();
    await untilClients(running, 0);
  }
});

test('preambles that name nothing usable are answered why, and may be tried again', async (context) => {
  const running = await startHost(context);
  const peer = await running.peer();
  const cases: readonly (readonly [unknown, string])[] = [
    [null, 'socket name is None'],
    [[], 'socket name is no text'],
    ['n'.repeat(65), 'socket name has more than 64 characters'],
  ];
  for (const [name, content] of cases) {
    peer.send(long(name));
    assert.equal(await said(peer), saying('failed', content));
  }
  await peer.sendSlowly(` ${long('')}`);
  assert.equal(await said(peer), saying('succeeded', 'socket connected'));
  const number = await running.peer();
  number.send(long(5));
  assert.equal(await said(number), saying('succeeded', 'socket connected'));
});

test("what is no preamble is answered in PyMiner's words, and closed", async (context) => {
  const running = await startHost(context);
  const cases: readonly (readonly [string, string])[] = [
    ['xx', "b'xx'"],
    ['[1]PMEND', "b'[1]\\u0050MEND'"],
    ['{"method": nonsense}', 'b\'{\\"method\\": nonsense}\''],
    ["\x00\xff'", `b\\"\\\\x00\\\\xff'\\"`],
  ];
  for (const [bytes, shown] of cases) {
    const peer = await running.peer();
    peer.send(Buffer.from(bytes, 'latin1'));
    assert.equal(await said(peer), saying('failed', `invalid request json:\\n${shown}`));
    assert.equal(await peer.rest(), '');
  }
  const endless = await running.peer();
  endless.send(`{"name": "${'n'.repeat(5000)}`);
  assert.equal(await said(endless), saying('failed', 'preamble exceeds the limit of 4096 bytes'));
  await endless.closed;
  assert.equal((await running.counters()).garbage, cases.length + 1);
});

test('HTTP and TLS are closed without a word, and noted once', async (context) => {
  const running = await startHost(context);
  const openings = ['GET / HTTP/1.1\r\n\r\n', 'POST /x', 'OPTIONS * HTTP/1.1\r\n', '\x16\x03\x01\x02\x00'];
  for (const opening of openings) {
    const peer = await running.peer();
    peer.send(Buffer.from(opening, 'latin1'));
    assert.equal(await peer.rest(), '', opening);
  }
  assert.equal((await running.counters()).foreign, openings.length);
  assert.equal(running.log.with('that is not spoken here').length, 1);
});

test('whoever does not finish a preamble is closed, and keeps nobody waiting', async (context) => {
  const running = await startHost(context, { preambleSeconds: 0.3 });
  const silent = await Promise.all(Array.from({ length: 50 }, () => running.peer()));
  for (const [index, peer] of silent.entries())
    peer.send(['r', 'request_dat', '{"name": "x', ''][index % 4] ?? '');
  const good = await running.peer('classic');
  assert.equal(await good.call('ping'), '{"message": "succeeded"}');
  await Promise.all(silent.map((peer) => peer.closed));
  assert.ok(silent.every((peer) => peer.received === ''));
  assert.equal(await good.call('ping'), '{"message": "succeeded"}');
});

test('port scans, resets and hang-ups at every stage leave the server as it was', async (context) => {
  const running = await startHost(context);
  const stages = [
    '',
    'reque',
    'request_data',
    `request_data${PING}`,
    'long_conn',
    SHORT,
    long('n'),
    'garbage',
    '{"a',
  ];
  for (const stage of stages) {
    for (const leave of ['destroy', 'reset', 'end'] as const) {
      const peer = await running.peer();
      peer.send(stage);
      if (leave === 'end') peer.socket.end();
      else peer[leave]();
      await peer.closed;
    }
  }
  await untilClients(running, 0);
  const peer = await running.peer('classic');
  assert.equal(await peer.call('ping'), '{"message": "succeeded"}');
});

test('a request that is followed by the end of its peer is still answered', async (context) => {
  const running = await startHost(context);
  const peer = await running.peer();
  peer.socket.end(`request_data${PING}${PING}`);
  assert.equal(await peer.rest(), `conn_established${PONG}${PONG}`);
});

/** Resolves when so many clients are connected, besides the one that asks. */
async function untilClients(running: RunningHost, count: number): Promise<void> {
  const peer = await running.peer('classic');
  await until(`${count} clients are connected`, async () => {
    const { counters } = JSON.parse(await peer.call('server_info'));
    return counters.open === count + 1;
  });
  peer.destroy();
  await peer.closed;
}
