import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodeTypedJson, FLAG, METHOD_NUMBER, OPERATION } from '../../codec/index.ts';
import { codeOf, type Offer, PlacesPeer, startOnDisk } from './places-peer.ts';
import { startHost } from './running-host.ts';
import { until } from './until.ts';

const LARGE = Buffer.from(JSON.stringify('x'.repeat(100_000)));

test('places are offered with a challenge that the host’s user alone can read', async (context) => {
  const running = await startOnDisk(context);
  const peer = await running.framedConnection();
  const places = (await peer.hello()).places as Offer;
  assert.equal(places.directory, join(running.dataDir, 'workspace', 'blobs'));
  assert.equal(places.versions, join(running.dataDir, 'workspace', 'versions'));
  assert.match(places.challenge, /^[0-9a-f]{16}\.challenge$/);
  const file = join(places.directory, places.challenge);
  assert.equal(statSync(file).mode & 0o777, 0o400);
  const proof = readFileSync(file, 'utf8');
  assert.match(proof, /^[0-9a-f]{64}$/);
  assert.deepEqual(await peer.call('use_places', { proof }), { granted: true });
  assert.ok(!existsSync(file));
  await assert.rejects(peer.call('use_places', { proof }), { code: 'PLACES_REFUSED' });
});

test('a wrong proof is refused, and there is no second attempt', async (context) => {
  const running = await startOnDisk(context);
  const peer = await running.framedConnection();
  const { directory, challenge } = (await peer.hello()).places as Offer;
  const proof = readFileSync(join(directory, challenge), 'utf8');
  await assert.rejects(peer.call('use_places', { proof: '0'.repeat(64) }), { code: 'PLACES_REFUSED' });
  assert.deepEqual(readdirSync(directory), []);
  await assert.rejects(peer.call('use_places', { proof }), { code: 'PLACES_REFUSED' });
  await peer.set('x', '1');
  const refused = await peer.get('x', FLAG.place);
  assert.equal(codeOf(refused), 'BAD_META');
});

test('without a workspace on disk, or with the setting off, nothing is offered', async (context) => {
  const inMemory = await (await startHost(context)).framedConnection();
  assert.ok(!('places' in (await inMemory.hello())));
  const off = await (await startOnDisk(context, { places: false })).framedConnection();
  assert.ok(!('places' in (await off.hello())));
});

test('a large value is answered with its place; the file has its bytes', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const { document, buffers } = encodeTypedJson(new Float64Array(20_000).fill(0.5), { attachFrom: 1024 });
  await one.peer.set('a', Buffer.concat([document, ...buffers]), {
    buffers: buffers.map(({ length }) => length),
  });
  const got = await one.get('a');
  assert.equal(got.flags, FLAG.place);
  assert.equal(got.payload.length, 0);
  assert.deepEqual(got.layout, {
    revision: 1,
    method: 'json',
    document: document.length,
    buffers: [160_000],
  });
  assert.deepEqual(one.read(got), [document, ...buffers.map((buffer) => Buffer.from(buffer))]);
  const known = await one.get('a', { revision: 1 });
  assert.equal(known.flags, FLAG.place | FLAG.revision);
  assert.deepEqual(
    [known.layout, known.place, known.slot],
    [{ revision: 1, method: undefined, document: 0, buffers: [] }, undefined, got.slot],
  );
});

test('small values, and those in another method, come in the payload', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  await one.peer.set('small', '[1]');
  const small = await one.get('small');
  assert.deepEqual([small.flags, small.place, small.payload.toString()], [FLAG.place, undefined, '[1]']);
  await one.peer.set('large', LARGE);
  const converted = await one.get('large', { flags: METHOD_NUMBER.pickle });
  assert.deepEqual([converted.place, converted.layout.method], [undefined, 'pickle']);
  assert.equal(converted.payload.length, converted.layout.document);
  const plain = await one.peer.get('large');
  assert.deepEqual([plain.flags, plain.payload.length], [0, LARGE.length]);
  assert.equal(codeOf(await one.request('missing')), 'NOT_FOUND');
});

test('the version table has each variable’s revision at its slot before a write is answered', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const at = (slot: number | undefined) =>
    readFileSync(one.offer.versions).readBigUInt64LE(64 + 8 * (slot ?? Number.NaN));
  await one.peer.set('x', '1');
  await one.peer.set('y', '2');
  const [x, y] = [await one.get('x'), await one.get('y')];
  assert.deepEqual([at(x.slot), at(y.slot)], [1n, 2n]);
  for (let revision = 3n; revision < 20n; revision += 1n) {
    await one.peer.set('x', String(revision));
    assert.equal(at(x.slot), revision);
  }
  assert.equal(at(y.slot), 2n);
});

test('a value is set by a file, which the host takes and seals', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const array = new Float64Array(50_000).map((_, index) => index);
  const { document, buffers } = encodeTypedJson([array, new Float64Array(0), array.slice(1)], {
    attachFrom: 0,
  });
  const revision = await one.set('a', document, buffers);
  assert.equal(revision, 1);
  const got = await one.get('a');
  const file = one.path(got.place?.id ?? '');
  assert.equal(statSync(file).mode & 0o777, 0o400);
  assert.deepEqual(one.read(got), [document, ...buffers.map((buffer) => Buffer.from(buffer))]);
  const socket = await one.peer.get('a');
  assert.deepEqual(socket.payload, Buffer.concat([document, ...buffers]));
  assert.deepEqual(readdirSync(one.offer.directory), [got.place?.id]);
});

test('a long document is checked as any other', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const long = Buffer.from(JSON.stringify('x'.repeat(9_000_000)));
  assert.equal(await one.set('x', long), 1);
  assert.deepEqual(one.read(await one.get('x')), [long]);
  long[long.length - 1] = 0;
  assert.equal(codeOf(await one.commit({ name: 'y', ...one.write(long) })), 'BAD_JSON');
});

test('a set by a file does what a set does', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const level = 3 << FLAG.levelShift;
  const first = await one.commit({ name: 'x', ifRevision: 0, ...one.write(LARGE) }, level);
  assert.equal(codeOf(first), undefined);
  const conflict = await one.commit({ name: 'x', ifRevision: 7, ...one.write(LARGE) });
  assert.equal(codeOf(conflict), 'CONFLICT');
  assert.equal(codeOf(await one.commit({ name: '1x', ...one.write(LARGE) })), 'BAD_NAME');
  const broken = one.write(Buffer.from('[1, 2'));
  assert.equal(codeOf(await one.commit({ name: 'y', ...broken })), 'BAD_JSON');
  const reserved = await one.commit({ name: 'DataFrame', ...one.write(LARGE) });
  assert.equal(codeOf(reserved), 'RESERVED');
  const { place } = await one.get('x');
  await until('the refused files are gone', async () => (await readdir(one.offer.directory)).length === 1);
  assert.deepEqual(readdirSync(one.offer.directory), [place?.id]);
});

test('what was not committed goes with its session, and with it alone', async (context) => {
  const running = await startOnDisk(context);
  const [one, other] = [await PlacesPeer.granted(running), await PlacesPeer.granted(running)];
  one.write(LARGE);
  one.write(LARGE);
  const { file } = other.write(LARGE);
  const waiting = await running.framedConnection();
  const { challenge } = (await waiting.hello()).places as Offer;
  const { directory } = one.offer;
  assert.deepEqual(readdirSync(directory).length, 4);
  one.peer.destroy();
  waiting.destroy();
  await until('its files are gone', async () => (await readdir(directory)).length === 1);
  assert.deepEqual(readdirSync(directory), [file]);
  assert.ok(!existsSync(join(directory, challenge)));
});

test('a new host removes what an old one left', async (context) => {
  const first = await startOnDisk(context);
  const one = await PlacesPeer.granted(first);
  await one.set('x', LARGE);
  const { place } = await one.get('x');
  const { file } = one.write(LARGE);
  const { directory } = one.offer;
  await first.stop();
  await until('the session has swept', async () => !(await readdir(directory)).includes(file));
  one.write(LARGE);
  await startHost(context, {}, first.dataDir);
  assert.deepEqual(readdirSync(directory), [place?.id]);
});

test('a meta that does not fit is refused, and the session goes on', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const flags = FLAG.place | METHOD_NUMBER.json;
  const send = (meta: Buffer, payload: Buffer[] = [], all = flags) =>
    one.peer.answer(one.peer.request(OPERATION.set, { flags: all, meta, payload }));
  assert.equal(codeOf(await send(Buffer.from([1, 0]))), 'BAD_META');
  const many = Buffer.alloc(60, 0xff);
  assert.equal(codeOf(await send(many)), 'BAD_META');
  const { encodePlacedWrite } = await import('../../codec/index.ts');
  const good = encodePlacedWrite({ name: 'x', ...one.write(LARGE) });
  assert.equal(codeOf(await send(good, [LARGE])), 'BAD_META');
  assert.equal(codeOf(await send(good, [], FLAG.place)), 'BAD_META');
  assert.equal(codeOf(await send(good)), undefined);
});
