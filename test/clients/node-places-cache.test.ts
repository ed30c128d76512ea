import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { ValueCache } from '../../clients/node/places/value-cache.ts';
import { Random } from '../codec/random.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { testSeed } from '../seed.ts';
import { startOnDisk } from '../socket-server/places-peer.ts';
import { RestartableHost } from './restartable-host.ts';

const SLOTS = 1000;

/** A table as the host writes it: docs/reference/data-plane.md. */
function table(revisions: Readonly<Record<number, bigint>>, alive = 1): Buffer {
  const bytes = Buffer.alloc(64 + 8 * SLOTS);
  bytes.write('HFVERS1\n');
  bytes.writeUInt32LE(alive, 8);
  bytes.writeBigUInt64LE(BigInt(SLOTS), 16);
  for (const [slot, revision] of Object.entries(revisions)) {
    bytes.writeBigUInt64LE(revision, 64 + 8 * Number(slot));
  }
  return bytes;
}

test('what is kept is given out as long as the table has its revision', (context) => {
  const path = join(temporaryFolder(context), 'versions');
  const long = 2 ** 40 + 5;
  writeFileSync(path, table({ 0: 1n, 7: BigInt(long) }), { flag: 'w' });
  const cache = new ValueCache(10_000, path);
  cache.add('x', 0, 1, 'one');
  cache.add('y', 7, long, 2n);
  cache.add('other', 7, 5, 'never current');
  cache.add('beyond', SLOTS, 1, 'no such slot');
  assert.deepEqual(
    ['x', 'y', 'other', 'beyond'].map((name) => cache.get(name)),
    ['one', 2n, undefined, undefined],
  );
  writeFileSync(path, table({ 0: 2n, 7: BigInt(long) }), { flag: 'r+' });
  assert.deepEqual([cache.get('x'), cache.get('y')], [undefined, 2n]);
  writeFileSync(path, table({ 0: 2n, 7: BigInt(long) }, 0), { flag: 'r+' });
  assert.equal(cache.get('y'), undefined);
  cache.add('y', 7, long, 3);
  assert.equal(cache.get('y'), undefined);
  writeFileSync(`${path}.new`, table({ 7: 9n }));
  renameSync(`${path}.new`, path);
  cache.add('z', 7, 9, 'new table');
  assert.equal(cache.get('z'), 'new table');
  cache.close();
  assert.equal(cache.get('z'), undefined);
});

test('no more bytes are kept than the limit says', (context) => {
  const path = join(temporaryFolder(context), 'versions');
  writeFileSync(path, table(Object.fromEntries(Array.from({ length: SLOTS }, (_, slot) => [slot, 1n]))));
  const cache = new ValueCache(100_000, path);
  const value = 'x'.repeat(5000);
  for (let slot = 0; slot < SLOTS; slot++) cache.add(`v${slot}`, slot, 1, value);
  const kept = Array.from({ length: SLOTS }, (_, slot) => cache.get(`v${slot}`)).filter(Boolean);
  assert.ok(kept.length >= 5 && kept.length <= 10, `${kept.length} are kept`);
  assert.equal(cache.get(`v${SLOTS - 1}`), value);
  cache.add('long', 0, 1, 'x'.repeat(100_000));
  assert.equal(cache.get('long'), undefined);
  cache.close();
});

test('after each of 10,000 answered writes every client reads what was written', async (context) => {
  const running = await startOnDisk(context);
  const address = `unix:${running.path}`;
  await using writer = await connect(address);
  await using reader = await connect(running.port);
  await using uncached = await connect(address, { cache: false });
  const random = new Random(testSeed());
  context.diagnostic(`seed ${random.seed}`);
  const last = new Map<string, number>();
  for (let write = 0; write < 10_000; write++) {
    const name = `v${random.below(4)}`;
    if (random.oneIn(50) && last.has(name)) {
      await writer.delete(name);
      last.delete(name);
      await assert.rejects(reader.get(name), { code: 'NOT_FOUND' });
      continue;
    }
    await writer.set(name, write);
    last.set(name, write);
    const other = `v${random.below(4)}`;
    assert.equal(await reader.get(name), write);
    assert.equal(await reader.get(name), write);
    if (last.has(other)) assert.equal(await reader.get(other), last.get(other));
    if (write % 100 === 0) assert.equal(await uncached.get(name), write);
  }
});

test('a client reads what it is about to write, and not what it has in memory', async (context) => {
  const running = await startOnDisk(context);
  await using client = await connect(`unix:${running.path}`);
  for (let turn = 0; turn < 200; turn++) {
    const written = client.set('x', turn);
    assert.equal(await client.get('x'), turn);
    assert.equal(await client.get('x'), turn);
    await written;
    assert.equal(await client.get('x'), turn);
  }
});

test('nothing old is given out after the host was killed, or stopped, and started again', async () => {
  await using host = await RestartableHost.start();
  await using writer = await connect(host.address);
  await using reader = await connect(host.address);
  const array = new Float64Array(200_000).fill(0.5);
  await writer.set('a', array);
  let value = 0;
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    value += 1;
    await writer.set('x', value);
    assert.deepEqual([await reader.get('x'), await reader.get('x')], [value, value]);
    const mapped = await reader.get<Float64Array>('a');
    await host.end(signal);
    await host.start();
    await using other = await connect(host.address);
    value += 1;
    await other.set('x', value);
    assert.deepEqual([await reader.get('x'), await reader.get('x')], [value, value]);
    assert.deepEqual(mapped, array);
    assert.deepEqual(await reader.get('a'), array);
  }
});
