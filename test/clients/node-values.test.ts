import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Client, ClientError } from '../../clients/node/index.ts';
import { encodeTypedJson, NdArray, PyFloat, PyTuple, pyTuple } from '../../codec/index.ts';
import { distinctCorpus } from '../codec/corpus-run.ts';
import { pickled } from '../codec/pickled.ts';
import { hostForClients } from './node-host.ts';

/** Objects of these groups are not data. */
const NOT_DATA = new Set(['classes and functions', 'cloudpickle']);

async function returned(client: Client, value: unknown): Promise<unknown> {
  await client.set('v', value);
  return client.get('v');
}

test('plain values come back as they were', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const values = [
    null,
    true,
    false,
    0,
    -1,
    1.5,
    -0,
    Number.MAX_SAFE_INTEGER,
    2n ** 70n,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    '',
    'ä \u0000 "quoted" \\ \ud83d\ude00 \ud800',
    'long '.repeat(2000),
    [],
    [1, [2, [3, 'x']]],
    {},
    { a: 1, b: { c: [null, true] } },
    { $type: 'my own', text: '$type' },
    new Set([1, 'two']),
    new Map<unknown, unknown>([
      [1, 'one'],
      [null, 'none'],
    ]),
    new Uint8Array([0, 255]),
    new Uint8Array(5000).fill(7),
    new Float64Array([1.5, Number.NaN]),
    new Float64Array(1000).fill(0.25),
    new Float32Array([0.5]),
    new Int8Array([-1]),
    new Int16Array([-300]),
    new Uint16Array([300]),
    new Int32Array([-70000]),
    new Uint32Array([70000]),
    new BigInt64Array([-(2n ** 62n)]),
    new BigUint64Array([2n ** 63n]),
    new Date('2026-02-28T12:34:56.789Z'),
    { matrix: new Float64Array(2000), name: 'with buffers' },
  ];
  for (const value of values) {
    const back = await returned(client, value);
    // A buffer's bytes come as a Buffer, which is a Uint8Array.
    assert.deepEqual(Buffer.isBuffer(back) ? new Uint8Array(back) : back, value);
    if (typeof value === 'number') assert.ok(Object.is(back, value));
  }
});

test('__proto__ is a key like any other', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const value = JSON.parse('{"__proto__": {"polluted": 1}, "a": {"$type": "x", "__proto__": 2}}');
  const back = (await returned(client, value)) as Record<string, unknown>;
  assert.deepEqual(Object.keys(back), ['__proto__', 'a']);
  assert.equal(Object.getPrototypeOf(back), Object.prototype);
  assert.equal(JSON.stringify(back), JSON.stringify(value));
  assert.equal('polluted' in {}, false);
});

test('shared and recursive parts stay so', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const shared = [1];
  const value: Record<string, unknown> = { one: shared, other: shared };
  value.self = value;
  const back = (await returned(client, value)) as typeof value;
  assert.equal(back.self, back);
  assert.equal(back.one, back.other);
});

test('what JavaScript has no type for is plain when read plainly, and exact when read exactly', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const matrix = new NdArray(
    (await exactly<NdArray>(client, new Float64Array(4))).dtype,
    [2, 2],
    Buffer.alloc(32, 1),
  );
  await client.set('v', { whole: new PyFloat(1), pair: pyTuple([1, 'x']), matrix });
  const plain = await client.get<{ whole: number; pair: unknown[]; matrix: NdArray }>('v');
  assert.equal(plain.whole, 1);
  assert.equal(Object.getPrototypeOf(plain.pair), Array.prototype);
  assert.deepEqual(plain.matrix.shape, [2, 2]);
  const exact = await client.get<Map<string, unknown>>('v', { exact: true });
  assert.ok(exact.get('whole') instanceof PyFloat);
  assert.ok(exact.get('pair') instanceof PyTuple);
});

async function exactly<T>(client: Client, value: unknown): Promise<T> {
  await client.set('v', value);
  return client.get<T>('v', { exact: true });
}

test('a pickle is decoded here, and what is no data stays inert', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const document = pickled("{'a': (1, 2.0), 'when': datetime.date(2026, 2, 28)}");
  await client.setRaw('p', { method: 'pickle', document, buffers: [] });
  assert.deepEqual((await client.get<{ a: unknown }>('p')).a, [1, 2]);
  const raw = await client.getRaw('p');
  assert.equal(raw.method, 'pickle');
  assert.deepEqual(raw.document, document);
  const converted = await client.getRaw('p', { method: 'json' });
  assert.match(Buffer.from(converted.document).toString(), /"\$type":\s?"tuple"/);
  await client.set('w', [1, 'two'], { method: 'pickle' });
  assert.equal((await client.getRaw('w')).method, 'pickle');
  assert.deepEqual(await client.get('w'), [1, 'two']);
});

test('what is no data is refused before it is sent', async (context) => {
  const client = await (await hostForClients(context)).connect();
  for (const value of [undefined, () => 1, Symbol('x'), new (class Own {})(), { deep: undefined }]) {
    await assert.rejects(client.set('v', value), { code: 'NOT_CONVERTIBLE' });
  }
  await assert.rejects(
    client.get('v'),
    (error) => error instanceof ClientError && error.code === 'NOT_FOUND',
  );
});

test('the corpus of Python values goes Node → host → Node exactly', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const { decodePickle } = await import('../../codec/index.ts');
  const wrong: string[] = [];
  let checked = 0;
  for (const { group, expression, protocol, pickle } of distinctCorpus()) {
    if (NOT_DATA.has(group)) continue;
    const value = decodePickle(pickle);
    await client.set('v', value);
    const back = await client.get('v', { exact: true });
    await client.setRaw('p', { method: 'pickle', document: pickle, buffers: [] });
    const unpickled = await client.get('p', { exact: true });
    const [one, other, third] = [value, back, unpickled].map((each) => encodeTypedJson(each).document);
    if (!one?.equals(other ?? Buffer.alloc(0)) || !one.equals(third ?? Buffer.alloc(0))) {
      wrong.push(`protocol ${protocol} ${expression}`);
    }
    checked += 1;
  }
  assert.deepEqual(wrong, []);
  assert.ok(checked > 1000, `${checked} values`);
});
