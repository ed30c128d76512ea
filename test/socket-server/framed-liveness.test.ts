import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  decodeRevisions,
  encodeNameMeta,
  FRAME_KIND,
  NOTIFICATION,
  OPERATION,
} from '../../codec/frame/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import type { FramedPeer, Received } from './framed-peer.ts';
import { startHost } from './running-host.ts';
import { until } from './until.ts';

/** A value that comes along, long enough to fill the system's buffers soon. */
const FILLER = `[0, "${'a'.repeat(4000)}"]`;

function heartbeat(peer: FramedPeer): Promise<Received> {
  return peer.frame(
    ({ kind, operation }) => kind === FRAME_KIND.notification && operation === NOTIFICATION.heartbeat,
  );
}

function answerTo({ id }: Received): { kind: number; operation: number; id: number } {
  return { kind: FRAME_KIND.answer, operation: NOTIFICATION.heartbeat, id };
}

test('heartbeats carry the revision, and each is answered once', async (context) => {
  const running = await startHost(context, { heartbeatSeconds: 0.1 });
  const peer = await running.framed();
  await peer.set('x', '1');
  for (let beats = 0; beats < 6; beats++) {
    const beat = await heartbeat(peer);
    assert.notEqual(beat.id, 0);
    if (beats > 0) assert.deepEqual(decodeRevisions(beat.meta), [1]);
    peer.send(answerTo(beat));
  }
  const last = await heartbeat(peer);
  peer.send(answerTo(last), answerTo(last));
  const { meta } = await peer.frame(({ kind }) => kind === FRAME_KIND.error);
  assert.equal(JSON.parse(meta.toString()).message, `there was no heartbeat ${last.id}`);
  await peer.closed();
});

test('a client from which nothing comes for three heartbeats is closed', async (context) => {
  const running = await startHost(context, { heartbeatSeconds: 0.1 });
  const frozen = await running.framed();
  const gone = running.log.next('it answers no heartbeat');
  await frozen.closed();
  await gone;
});

test('any sign of life will do', async (context) => {
  const running = await startHost(context, { heartbeatSeconds: 0.1 });
  const peer = await running.framed();
  for (let beats = 0; beats < 8; beats++) {
    await heartbeat(peer);
    await peer.answer(peer.request(OPERATION.ping));
  }
});

test('a client that is not read for a while is not taken for dead', async (context) => {
  const running = await startHost(context, { heartbeatSeconds: 0.1 });
  const peer = await running.framed();
  for (let count = 0; count < 256; count++) peer.command('wait_for', { name: 'x' });
  const held = peer.request(OPERATION.ping);
  for (let beats = 0; beats < 8; beats++) peer.send(answerTo(await heartbeat(peer)));
  const writer = await running.framed();
  await writer.set('x', '1');
  assert.equal((await peer.answer(held)).kind, FRAME_KIND.answer);
});

test('what waits for a slow reader collapses, and ends with the last of each variable', async (context) => {
  const running = await startHost(context, {}, join(temporaryFolder(context), 'data'));
  const slow = await running.unixFramed({ subscribe: { inline: 4096 } });
  const writer = await running.framed();
  slow.socket.pause();
  const names = Array.from({ length: 20 }, (_, index) => `x${index}`);
  let round = 0;
  await until('something has collapsed', async () => {
    round += 1;
    for (const name of names) writer.sendSet(name, FILLER.replace('0', String(round)));
    await writer.call('ping');
    return Number((await running.counters()).collapsed) > 100;
  });
  await writer.answer(writer.request(OPERATION.delete, { meta: encodeNameMeta('x0') }));
  await writer.set('last', '1');
  slow.socket.resume();
  const seen = new Map<unknown, Record<string, unknown>>();
  let revision = 0;
  while (!seen.has('last')) {
    const { json } = await slow.notification();
    assert.ok(Number(json.revision) > revision, 'in the order of revisions');
    revision = Number(json.revision);
    seen.set(json.name, json);
  }
  assert.equal(seen.get('x0')?.change, 'deleted');
  for (const name of names.slice(1)) {
    const { metadata } = await writer.call('get_metadata', { name });
    assert.equal(seen.get(name)?.revision, (metadata as { revision: number }).revision);
  }
});

test('a reader for whom too much waits is closed, and others are not', async (context) => {
  const settings = { maxQueueBytes: 20_000, softQueueBytes: 10_000, softQueueSeconds: 3600 };
  const running = await startHost(context, settings, join(temporaryFolder(context), 'data'));
  const slow = await running.unixFramed({ subscribe: { inline: 4096 } });
  const good = await running.framed({ subscribe: {} });
  const writer = await running.framed();
  slow.socket.pause();
  let count = 0;
  const closed = running.log.next('reads too slowly');
  await until('the slow one is closed', async () => {
    for (let batch = 0; batch < 200; batch++) writer.sendSet(`x${count++}`, FILLER);
    await writer.call('ping');
    return Number((await running.counters()).slowReaders) > 0;
  });
  await closed;
  const [line = ''] = running.log.with('reads too slowly');
  const waited = Number(/(\d+) bytes wait for it; 20000 are allowed/.exec(line)?.[1]);
  assert.ok(waited > 20_000 && waited <= 20_000 + 2 * FILLER.length, line);
  for (let told = 0; told < count; told++) await good.notification();
  await good.call('ping');
});

test('a client that does not read its answers is read no further, and the others are served', async (context) => {
  const running = await startHost(context);
  const greedy = await running.framed();
  const good = await running.framed();
  await good.set('x', `"${'a'.repeat(1_000_000)}"`);
  greedy.socket.pause();
  const ids = Array.from({ length: 100 }, () => greedy.request(OPERATION.get, { meta: encodeNameMeta('x') }));
  const before = process.memoryUsage().rss;
  for (let count = 0; count < 100; count++) await good.call('ping');
  const queued = async (): Promise<number> => {
    const { value } = await good.call('call_interface', { interface: 'socket-server', method: 'clients' });
    return Math.max(...(value as { queuedBytes: number }[]).map((client) => client.queuedBytes));
  };
  assert.ok((await queued()) < 10_000_000, `${await queued()} bytes are queued`);
  assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024);
  greedy.socket.resume();
  for (const id of ids) assert.equal((await greedy.answer(id)).payload.length, 1_000_002);
});

test('a thousand subscribers are told by the same bytes, and those that do not read cost little', async (context) => {
  const running = await startHost(context, { maxConnections: 2000, heartbeatSeconds: 3600 });
  const peers: FramedPeer[] = [];
  while (peers.length < 1000) {
    peers.push(...(await Promise.all(Array.from({ length: 50 }, () => running.framed({ subscribe: {} })))));
  }
  for (const { socket } of peers.slice(1)) socket.pause();
  const writer = await running.framed();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const rounds = 30;
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < 20; index++) writer.sendSet(`x${index}`, String(round));
    await writer.call('ping');
  }
  const now = process.memoryUsage();
  const grown = now.heapUsed + now.arrayBuffers - heapUsed - arrayBuffers;
  assert.ok(grown < 64 * 1024 * 1024, `${grown} bytes`);
  for (const peer of peers.filter((_, index) => index % 100 === 0)) {
    peer.socket.resume();
    let last = 0;
    while (last < rounds * 20) last = Number((await peer.notification()).json.revision);
  }
});
