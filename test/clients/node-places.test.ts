import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Client, type ConnectOptions, connect } from '../../clients/node/index.ts';
import { encodePickle } from '../../codec/index.ts';
import { startOnDisk } from '../socket-server/places-peer.ts';
import type { RunningHost } from '../socket-server/running-host.ts';
import { until } from '../socket-server/until.ts';

const run = promisify(execFile);
const MIB = 1024 * 1024;
/** The arguments of Node that run the reader: as it was built, or from the sources when this file is. */
const READER = import.meta.url.endsWith('.js')
  ? [join(import.meta.dirname, 'places-reader.js')]
  : ['--import', import.meta.resolve('tsx'), join(import.meta.dirname, 'places-reader.ts')];
/** Revisions that the host keeps of a variable. */
const HISTORY = 15;

/** A host that keeps its workspace on disk, and clients of it. */
class DiskHost {
  readonly running: RunningHost;
  readonly blobs: string;
  readonly #context: TestContext;

  constructor(running: RunningHost, context: TestContext) {
    this.running = running;
    this.blobs = join(running.dataDir, 'workspace', 'blobs');
    this.#context = context;
  }

  static async start(context: TestContext, settings?: Readonly<Record<string, unknown>>): Promise<DiskHost> {
    return new DiskHost(await startOnDisk(context, settings), context);
  }

  get address(): string {
    return `unix:${this.running.path}`;
  }

  async connect(options?: ConnectOptions): Promise<Client> {
    const client = await connect(this.address, options);
    this.#context.after(() => client.close());
    return client;
  }
}

function numbers(count: number, start = 0): Float64Array {
  return new Float64Array(count).map((_, index) => start + index);
}

/** Whether an array's memory is a whole blob: its data then begin at the second page. */
function isInBlob(array: unknown): boolean {
  assert.ok(array instanceof Float64Array);
  return array.byteOffset === 4096 && array.buffer.byteLength === 4096 + array.byteLength;
}

/** The mappings of this process that have a text in their names. */
function mappings(text: string): string[] {
  return readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.includes(text));
}

test('values go through files and come back equal, whatever their size', async (context) => {
  const host = await DiskHost.start(context);
  const [writer, reader] = [await host.connect(), await host.connect()];
  for (const count of [10, 8000, 8192, 20_000, 131_071, 131_072, 1_000_000]) {
    const array = numbers(count, count);
    await writer.set('a', array);
    const back = await reader.get<Float64Array>('a');
    assert.deepEqual(back, array);
    assert.equal(isInBlob(back), count * 8 >= 64 * 1024, `${count} numbers`);
  }
  const text = 'ä'.repeat(MIB);
  await writer.set('t', text);
  assert.equal(await reader.get('t'), text);
  const parts = { one: numbers(30_000), other: [numbers(3), numbers(40_000, 5)], empty: numbers(0) };
  await writer.set('p', parts);
  assert.deepEqual(await reader.get('p'), parts);
  const list = Array.from({ length: 50_000 }, (_, index) => index);
  await writer.setRaw('l', { method: 'pickle', document: encodePickle(list), buffers: [] });
  assert.deepEqual(await reader.get('l'), list);
  assert.equal((await reader.getRaw('l', { method: 'json' })).method, 'json');
  const withRevision = await writer.set('a', numbers(50_000), {
    ifRevision: (await reader.getRaw('a')).revision,
  });
  assert.equal((await reader.metadata('a')).revision, withRevision);
  await assert.rejects(writer.set('a', numbers(60_000), { ifRevision: 1 }), { code: 'CONFLICT' });
});

test('a value that is overwritten while it is mapped stays what it was, and its file’s name goes', async (context) => {
  const host = await DiskHost.start(context);
  const [writer, reader] = [await host.connect(), await host.connect()];
  await writer.set('a', numbers(200_000));
  const old = await reader.get<Float64Array>('a');
  const [blob] = readdirSync(host.blobs);
  assert.ok(blob && mappings(blob).length > 0);
  for (let turn = 1; turn <= HISTORY; turn++) await writer.set('a', numbers(10_000, turn));
  await until('its name has gone', async () => !(await readdir(host.blobs)).includes(blob));
  assert.ok(mappings(blob).every((line) => line.endsWith('(deleted)')));
  assert.deepEqual(old, numbers(200_000));
  assert.ok(isInBlob(old));
});

test('what a program writes into an array that it got is seen by nobody else', async (context) => {
  const host = await DiskHost.start(context);
  const [writer, reader] = [await host.connect(), await host.connect()];
  await writer.set('a', numbers(200_000));
  const mine = await reader.get<Float64Array>('a');
  mine.fill(-1);
  assert.deepEqual(await reader.get('a'), numbers(200_000));
  assert.deepEqual(await (await host.connect({ places: false })).get('a'), numbers(200_000));
});

test('a mapping ends when nothing refers to it any more', async (context) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const host = await DiskHost.start(context);
  const client = await host.connect();
  await client.set('a', numbers(200_000));
  const held = await client.get<Float64Array>('a');
  for (let turn = 0; turn < 20; turn++) await client.get('a');
  const [blob = ''] = readdirSync(host.blobs);
  assert.ok(mappings(blob).length > 1);
  await until('one mapping is left', async () => {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
    return mappings(blob).length === 1;
  });
  assert.deepEqual(held, numbers(200_000));
});

test('where the folder cannot be used, where it is not offered or not wanted, values come by the connection', async (context) => {
  const offering = await DiskHost.start(context);
  const elsewhere = join(dirname(offering.blobs), 'elsewhere');
  renameSync(offering.blobs, elsewhere);
  symlinkSync(elsewhere, offering.blobs);
  const silent = await DiskHost.start(context, { places: false });
  const plain = await DiskHost.start(context);
  for (const client of [
    await offering.connect(),
    await silent.connect(),
    await plain.connect({ places: false }),
  ]) {
    await client.set('a', numbers(200_000));
    const back = await client.get<Float64Array>('a');
    assert.deepEqual(back, numbers(200_000));
    assert.ok(!isInBlob(back));
    await client.set('n', 1);
    assert.deepEqual([await client.get('n'), await client.get('n')], [1, 1]);
  }
});

test('without koffi files are read, and the table of revisions too', async (context) => {
  const host = await DiskHost.start(context);
  const client = await host.connect();
  await client.set('a', numbers(300_000));
  await client.set('n', 41);
  const sum = createHash('sha256').update(numbers(300_000)).digest('hex');
  for (const isMapping of [true, false]) {
    const without = isMapping ? [] : ['--import', './test/clients/without-koffi.mjs'];
    const args = [...without, ...READER, host.address];
    const { stdout } = await run(process.execPath, args, { timeout: 60_000 });
    assert.deepEqual(JSON.parse(stdout), { sum, numbers: [41], isMapping });
  }
});

test('requests take effect in the order in which they were made, long values or not', async (context) => {
  const host = await DiskHost.start(context);
  const client = await host.connect();
  const written = [
    client.set('a', 1),
    client.set('a', numbers(2 * MIB)),
    client.get<Float64Array>('a'),
    client.set('a', numbers(10_000)),
    client.set('a', 'last'),
    client.get('a'),
  ] as const;
  const [one, two, long, four, five, last] = await Promise.all(written);
  assert.deepEqual([one, two, four, five, last], [1, 2, 3, 4, 'last']);
  assert.equal(long.length, 2 * MIB);
});

test('a long value that is given up while it is written leaves no file', async (context) => {
  const host = await DiskHost.start(context);
  const client = await host.connect();
  const controller = new AbortController();
  const writing = client.set('a', numbers(4 * MIB), { signal: controller.signal });
  const behind = client.set('b', 2);
  controller.abort();
  await assert.rejects(writing, { code: 'ABORTED' });
  await behind;
  assert.deepEqual(await client.names(), ['b']);
  assert.deepEqual(await readdir(host.blobs), []);
});

test('a closed client gives nothing out of its memory', async (context) => {
  const host = await DiskHost.start(context);
  const client = await host.connect();
  await client.set('n', 1);
  assert.deepEqual([await client.get('n'), await client.get('n')], [1, 1]);
  await client.close();
  await assert.rejects(client.get('n'), { code: 'CLOSED' });
});
