import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  decodeLayouts,
  decodeRevisions,
  encodeDeletesMeta,
  encodeNameMeta,
  encodeNamesMeta,
  encodePickle,
  encodeWriteMeta,
  encodeWritesMeta,
  FLAG,
  FRAME_KIND,
  METHOD_NUMBER,
  OPERATION,
} from '../../codec/index.ts';
import { lockDataFolder } from '../../core/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { AS, type FramedPeer, type Received } from './framed-peer.ts';
import { type RunningHost, startHost } from './running-host.ts';

/** `PickleBuffer(b'01234567')`, protocol 5, whose bytes are out of band (PEP 574). */
const WITH_BUFFER = Buffer.from('80059798' /* PROTO 5, NEXT_BUFFER, READONLY_BUFFER */ + '2e', 'hex');
const BUFFER = Buffer.from('01234567');

/** A host that keeps its workspace on disk, as one that `headframe start` runs. */
async function startOnDisk(context: TestContext): Promise<RunningHost> {
  const dataDir = join(temporaryFolder(context), 'data');
  const lock = await lockDataFolder(dataDir);
  context.after(() => lock.release());
  return startHost(context, {}, dataDir);
}

function code({ meta }: Received): string {
  return JSON.parse(meta.toString()).code;
}

function revisions({ meta }: Received): number[] {
  return decodeRevisions(meta);
}

function removal(peer: FramedPeer, name: string, revision?: number): Promise<Received> {
  const flags = revision === undefined ? 0 : FLAG.revision;
  return peer.answer(peer.request(OPERATION.delete, { flags, meta: encodeNameMeta(name, revision) }));
}

test('a value comes back as it was set, buffers and all', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const written = await peer.set('x', Buffer.concat([WITH_BUFFER, BUFFER]), {
    method: 'pickle',
    buffers: [BUFFER.length],
  });
  assert.deepEqual(revisions(written), [1]);
  const { meta, payload } = await peer.get('x');
  assert.deepEqual(decodeLayouts(meta), [{ revision: 1, method: 'pickle', document: 5, buffers: [8] }]);
  assert.deepEqual(payload, Buffer.concat([WITH_BUFFER, BUFFER]));
  const same = await peer.get('x', AS.pickle);
  assert.deepEqual(same.payload, payload);
  assert.equal(code(await peer.set('y', WITH_BUFFER, { method: 'pickle' })), 'NEEDS_BUFFERS');
});

test('a value is converted on the way when another method is asked for', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  await peer.set('x', encodePickle([1, 'two']), { method: 'pickle' });
  const { meta, payload } = await peer.get('x', AS.json);
  assert.deepEqual(decodeLayouts(meta), [
    { revision: 1, method: 'json', document: payload.length, buffers: [] },
  ]);
  assert.deepEqual(JSON.parse(payload.toString()), [1, 'two']);
  await peer.set('strange', Buffer.from('cos\nsystem\n.'), { method: 'pickle' });
  assert.equal(code(await peer.get('strange', AS.json)), 'NOT_CONVERTIBLE');
});

test('a revision that the client has is not sent again', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  await peer.set('x', '1');
  const get = (revision: number): Promise<Received> =>
    peer.answer(peer.request(OPERATION.get, { flags: FLAG.revision, meta: encodeNameMeta('x', revision) }));
  const known = await get(1);
  assert.equal(known.flags, FLAG.revision);
  assert.deepEqual(decodeLayouts(known.meta), [{ revision: 1, method: undefined, document: 0, buffers: [] }]);
  assert.equal(known.payload.length, 0);
  await peer.set('x', '2');
  const newer = await get(1);
  assert.equal(newer.flags, 0);
  assert.equal(newer.payload.toString(), '2');
});

test('a set and a delete may depend on the revision', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  assert.deepEqual(revisions(await peer.set('x', '1', { ifRevision: 0 })), [1]);
  assert.equal(code(await peer.set('x', '2', { ifRevision: 0 })), 'CONFLICT');
  assert.deepEqual(revisions(await peer.set('x', '1')), [1]);
  assert.deepEqual(revisions(await peer.set('x', '2', { ifRevision: 1 })), [2]);
  assert.equal(code(await removal(peer, 'x', 1)), 'CONFLICT');
  assert.deepEqual(revisions(await removal(peer, 'x', 2)), [3]);
  assert.equal(code(await removal(peer, 'x')), 'NOT_FOUND');
  assert.deepEqual(revisions(await peer.answer(peer.request(OPERATION.ping))), [3]);
});

test('deletions that are sent together each have their own revision', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const ids: number[] = [];
  for (let index = 0; index < 100; index++) {
    peer.sendSet('x', '1');
    ids.push(peer.request(OPERATION.delete, { meta: encodeNameMeta('x') }));
    ids.push(peer.request(OPERATION.delete, { meta: encodeNameMeta('x') }));
  }
  for (let index = 0; index < 100; index++) {
    assert.deepEqual(revisions(await peer.answer(ids[2 * index] ?? 0)), [2 * index + 2]);
    assert.equal(code(await peer.answer(ids[2 * index + 1] ?? 0)), 'NOT_FOUND');
  }
});

test('batches are written, read and deleted in order, all or nothing', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const entries = [
    { name: 'a', method: 'json', document: 1, buffers: [], ifRevision: 0 },
    { name: '变量', method: 'pickle', document: 5, buffers: [8] },
    { name: 'c', method: 'json', document: 2, buffers: [] },
  ] as const;
  const payload = [Buffer.from('1'), WITH_BUFFER, BUFFER, Buffer.from('[]')];
  const setMany = (meta: Buffer): Promise<Received> =>
    peer.answer(peer.request(OPERATION.setMany, { meta, payload }));
  assert.deepEqual(revisions(await setMany(encodeWritesMeta(entries))), [1, 2, 3]);
  const refused = await setMany(encodeWritesMeta(entries));
  assert.equal(code(refused), 'CONFLICT');
  const names = encodeNamesMeta(['c', 'nothing', '变量', 'a', 'c']);
  const got = await peer.answer(peer.request(OPERATION.getMany, { meta: names }));
  assert.deepEqual(decodeLayouts(got.meta), [
    { revision: 3, method: 'json', document: 2, buffers: [] },
    { revision: 0, method: undefined, document: 0, buffers: [] },
    { revision: 2, method: 'pickle', document: 5, buffers: [8] },
    { revision: 1, method: 'json', document: 1, buffers: [] },
    { revision: 3, method: 'json', document: 2, buffers: [] },
  ]);
  assert.deepEqual(got.payload, Buffer.concat([Buffer.from('[]'), WITH_BUFFER, BUFFER, Buffer.from('1[]')]));
  const flags = METHOD_NUMBER.pickle;
  const pickles = await peer.answer(
    peer.request(OPERATION.getMany, { flags, meta: encodeNamesMeta(['a', '变量', 'nothing']) }),
  );
  assert.deepEqual(
    decodeLayouts(pickles.meta).map(({ method }) => method),
    ['pickle', 'pickle', undefined],
  );
  const deleteMany = (given: Parameters<typeof encodeDeletesMeta>[0]): Promise<Received> =>
    peer.answer(peer.request(OPERATION.deleteMany, { meta: encodeDeletesMeta(given) }));
  assert.equal(code(await deleteMany([{ name: 'a' }, { name: 'c', ifRevision: 1 }])), 'CONFLICT');
  assert.deepEqual(revisions(await deleteMany([{ name: 'c' }, { name: 'a', ifRevision: 1 }])), [4, 5]);
});

test('the client is who writes', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed({ client: 'ada' });
  await peer.set('x', '1');
  const { metadata } = await peer.call('get_metadata', { name: 'x' });
  assert.equal((metadata as { provider: string }).provider, 'ada');
});

test('a set may say how durable it is to be', async (context) => {
  const inMemory = await (await startHost(context)).framed();
  const onDisk = await (await startOnDisk(context)).framed();
  for (const [peer, level, outcome] of [
    [inMemory, 1, FRAME_KIND.answer],
    [inMemory, 2, FRAME_KIND.answer],
    [inMemory, 3, FRAME_KIND.error],
    [onDisk, 1, FRAME_KIND.answer],
    [onDisk, 2, FRAME_KIND.answer],
    [onDisk, 3, FRAME_KIND.answer],
  ] as const) {
    const flags = METHOD_NUMBER.json | (level << FLAG.levelShift);
    const meta = encodeWriteMeta({ name: 'x', buffers: [] });
    const answer = await peer.answer(
      peer.request(OPERATION.set, { flags, meta, payload: [Buffer.from(String(level))] }),
    );
    assert.equal(answer.kind, outcome, `level ${level}`);
  }
});

test('values that are kept as files are given like others', async (context) => {
  const running = await startOnDisk(context);
  const peer = await running.framed();
  const buffer = Buffer.alloc(300_000, 'abc');
  await peer.set('x', Buffer.concat([WITH_BUFFER, buffer]), { method: 'pickle', buffers: [buffer.length] });
  await peer.set('y', '1');
  const expected = { revision: 1, method: 'pickle', document: 5, buffers: [300_000] };
  const { meta, payload } = await peer.get('x');
  assert.deepEqual(decodeLayouts(meta), [expected]);
  assert.ok(payload.equals(Buffer.concat([WITH_BUFFER, buffer])));
  const both = await peer.answer(peer.request(OPERATION.getMany, { meta: encodeNamesMeta(['y', 'x']) }));
  assert.deepEqual(decodeLayouts(both.meta)[1], expected);
  assert.ok(both.payload.equals(Buffer.concat([Buffer.from('1'), payload])));
});

test('values of many MB go both ways while others are answered', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const other = await running.framed();
  const bytes = Buffer.alloc(20_000_000, 'Lorem ipsum ');
  const document = encodePickle(bytes);
  peer.sendSet('x', document, { method: 'pickle' });
  const id = peer.request(OPERATION.get, { meta: encodeNameMeta('x') });
  for (let count = 0; count < 20; count++) await other.call('ping');
  const { kind, payload } = await peer.answer(id);
  assert.equal(kind, FRAME_KIND.answer);
  assert.ok(payload.equals(document));
});
