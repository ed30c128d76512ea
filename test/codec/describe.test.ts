import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { describePickle, describeTypedJson } from '../../codec/pickle/describe.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { frozenCorpus } from './corpus-run.ts';
import { pickled, pickledAll } from './pickled.ts';

function described(expression: string, protocol = 5) {
  return describedPickle(pickled(expression, protocol));
}

function describedPickle(pickle: Buffer) {
  const { bytes, ...rest } = describePickle(pickle);
  assert.equal(bytes, pickle.length);
  return rest;
}

test('small values are shown as repr shows them', () => {
  const list = { kind: 'sequence', type: 'list', length: 4, preview: "[1, 1.0, 'a', None]" };
  assert.deepEqual(described("[1, 1.0, 'a', None]"), list);
  assert.deepEqual(described("[1, 1.0, 'a', None]", 0), list);
  assert.deepEqual(described("{'a': (1,), b'k': {2}}"), {
    kind: 'mapping',
    type: 'dict',
    length: 2,
    preview: "{'a': (1,), b'k': {2}}",
  });
  assert.deepEqual(described('True'), { kind: 'boolean', type: 'bool', preview: 'True' });
});

test('arrays, series and frames say dtype and shape', () => {
  assert.deepEqual(described('np.arange(6.).reshape(2, 3)'), {
    kind: 'array',
    type: 'numpy.ndarray',
    dtype: 'float64',
    shape: [2, 3],
    length: 2,
    preview: 'array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], shape=(2, 3), dtype=float64)',
  });
  assert.deepEqual(described("pd.DataFrame({'a': [1, 2], 'b': ['x', None]})"), {
    kind: 'table',
    type: 'pandas.core.frame.DataFrame',
    shape: [2, 2],
    length: 2,
    preview: "DataFrame(columns=['a', 'b'], shape=(2, 2))",
  });
  const series = described("pd.Series([1, 2], name='s')");
  assert.deepEqual([series.kind, series.dtype, series.shape], ['series', 'int64', [2]]);
});

const long: readonly (readonly [string, object])[] = [
  ['list(range(20_000))', { kind: 'sequence', type: 'list', length: 20_000 }],
  ['tuple(range(5_000))', { kind: 'sequence', type: 'tuple', length: 5_000 }],
  ['set(range(5_000))', { kind: 'set', type: 'set', length: 5_000 }],
  ['{str(i): [i] for i in range(5_001)}', { kind: 'mapping', type: 'dict', length: 5_001 }],
  ['{(i, i, i, i): i for i in range(3_000)}', { kind: 'mapping', type: 'dict', length: 3_000 }],
  [
    "[{'id': i, 'tags': ['a', 'b']} for i in range(5_000)]",
    { kind: 'sequence', type: 'list', length: 5_000 },
  ],
  ['[datetime.datetime(2020, 1, 1)] * 3_000', { kind: 'sequence', type: 'list', length: 3_000 }],
  ['[decimal.Decimal(i) for i in range(3_000)]', { kind: 'sequence', type: 'list', length: 3_000 }],
  ['[np.float64(i) for i in range(3_000)]', { kind: 'sequence', type: 'list', length: 3_000 }],
  [
    "pd.DataFrame({'s': [str(i) for i in range(5_000)]})",
    { kind: 'table', shape: [5_000, 1], length: 5_000 },
  ],
  ["np.array(['s', None] * 5_000, dtype=object)", { kind: 'array', dtype: 'object', shape: [10_000] }],
];
const PROTOCOLS = [0, 2, 5];

test('long values are counted, and shown from their beginning', async (t) => {
  const pickles = pickledAll(
    long.flatMap(([expression]) => PROTOCOLS.map((protocol) => [expression, protocol] as const)),
  );
  for (const [i, [expression, expected]] of long.entries()) {
    for (const [j, protocol] of PROTOCOLS.entries()) {
      await t.test(`${expression} at protocol ${protocol}`, () => {
        const found = describedPickle(pickles[i * PROTOCOLS.length + j] as Buffer);
        assert.deepEqual(
          Object.fromEntries(Object.keys(expected).map((key) => [key, found[key as 'kind']])),
          expected,
        );
        assert.ok(Buffer.byteLength(found.preview) <= 256 && found.preview.length > 20);
        assert.ok(!found.preview.startsWith('<'), found.preview);
      });
    }
  }
});

test('what would take long to outline is described by its kind', () => {
  const nested = Buffer.from(`${']'.repeat(2 ** 20)}${'a'.repeat(2 ** 20 - 1)}.`, 'latin1');
  assert.deepEqual(describedPickle(nested), { kind: 'sequence', type: 'list', preview: '<list>' });
});

test('out-of-band buffers keep their numbers when what stands before them is left out', () => {
  const call = (buffers: number) =>
    Buffer.concat([
      Buffer.from('\x80\x05](](', 'latin1'),
      Buffer.alloc(buffers, 0x97),
      Buffer.from('e\x97e.', 'latin1'),
    ]);
  const buffers = [...Array(300).fill(Buffer.from('left out')), Buffer.from('the last')];
  const { length, preview } = describePickle(call(300), { buffers: buffers });
  assert.equal(length, 2);
  assert.match(preview, /bytearray\(b'left out'\)/);
  const last = [...Array(150).fill(Buffer.alloc(0)), Buffer.from('the last')];
  const tuple = Buffer.concat([
    Buffer.from('\x80\x05]((', 'latin1'),
    Buffer.alloc(150, 0x97),
    Buffer.from('t0\x97e.', 'latin1'),
  ]);
  assert.equal(describePickle(tuple, { buffers: last }).preview, "[bytearray(b'the last')]");
});

test('the payload of an array is not copied', () => {
  const pickle = encodePickle(new Float64Array(2 ** 21));
  const before = process.memoryUsage().arrayBuffers;
  assert.deepEqual(describePickle(pickle).shape, [2 ** 21]);
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
});

test('the corpus is described alike from pickles of every protocol and from typed JSON', () => {
  let compared = 0;
  for (const { pickle, expression, library, protocol, group } of frozenCorpus()) {
    const data = group !== 'cloudpickle' && group !== 'classes and functions';
    if (!data || !library.includes('pandas') || expression.includes("'x'*70000")) continue;
    const { bytes, ...fromPickle } = describePickle(pickle);
    const { document } = encodeTypedJson(decodePickle(pickle));
    const { bytes: size, ...fromJson } = describeTypedJson(document);
    assert.deepEqual([bytes, size], [pickle.length, document.length]);
    assert.ok(Buffer.byteLength(fromPickle.preview) <= 256);
    assert.ok(
      isDeepStrictEqual(fromPickle, fromJson),
      `${expression} (${protocol}): ${JSON.stringify([fromPickle, fromJson])}`,
    );
    compared++;
  }
  assert.ok(compared > 1000);
});

test('what is no data is described by its kind', () => {
  const { kind, type } = described('len');
  assert.deepEqual({ kind, type }, { kind: 'function', type: 'function' });
});
