import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle } from '../../codec/pickle/decode.ts';
import {
  PyByteArray,
  PyFloat,
  PyGlobal,
  PyObject,
  type PyTuple,
  pyTuple,
} from '../../codec/pickle/values.ts';
import type { NdArray } from '../../codec/pickle/values-numpy.ts';
import { DataFrame, type PandasIndex } from '../../codec/pickle/values-pandas.ts';
import { pickled } from './pickled.ts';
import { runPython } from './python.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const failsWith = (code: string) => ({ name: 'CodecError', code });

test('numbers are exact, and floats stay apart from integers', () => {
  const expression = '[1, 1.0, -0.0, 0.5, 2**53-1, 2**53, -2**31-1, 2**64, -(10**30), float("inf"), 1e300]';
  for (const protocol of [0, 1, 2, 5]) {
    assert.deepEqual(decodePickle(pickled(expression, protocol)), [
      1,
      new PyFloat(1),
      -0,
      0.5,
      2 ** 53 - 1,
      2n ** 53n,
      -(2 ** 31) - 1,
      2n ** 64n,
      -(10n ** 30n),
      Number.POSITIVE_INFINITY,
      1e300,
    ]);
  }
});

test('text keeps a byte order mark, lone surrogates and escapes', () => {
  const expression = String.raw`['\ufeffa', 'x\ud800y', '\\u0041', 'é€😀', '\ufffd']`;
  for (const protocol of [0, 1, 2, 5]) {
    assert.deepEqual(decodePickle(pickled(expression, protocol)), [
      '\ufeffa',
      'x\ud800y',
      '\\u0041',
      'é€😀',
      '\ufffd',
    ]);
  }
});

test('two surrogates that Python keeps apart are refused, not joined', () => {
  assert.throws(() => decodePickle(pickled(String.raw`'\ud83d\ude00'`)), failsWith('NOT_CONVERTIBLE'));
});

test('keys keep their types and order, and prototype names are ordinary keys', () => {
  const value = decodePickle(
    pickled('{"10": 1, 9: 2, (1,): 3, None: 4, "__proto__": 5, "then": 6, "toJSON": 7}'),
  );
  assert.deepEqual(
    value,
    new Map<unknown, unknown>([
      ['10', 1],
      [9, 2],
      [pyTuple([1]), 3],
      [null, 4],
      ['__proto__', 5],
      ['then', 6],
      ['toJSON', 7],
    ]),
  );
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test('shared parts are one object, recursive ones hold themselves', () => {
  const shared = decodePickle(pickled('(lambda x: [x, (x,)])([])')) as [unknown, PyTuple];
  assert.equal(shared[0], shared[1][0]);
  const recursive = decodePickle(pickled('(lambda x: x.append(x) or x)([])', 0)) as unknown[];
  assert.equal(recursive[0], recursive);
});

test('arrays and bytes are views on the pickle', () => {
  const pickle = pickled('[np.arange(100.), b"x" * 1000]');
  const [array, raw] = decodePickle(pickle) as [NdArray, Uint8Array];
  assert.equal(array.data.buffer, pickle.buffer);
  assert.equal(raw.buffer, pickle.buffer);
  assert.deepEqual(
    array.values,
    Float64Array.from({ length: 100 }, (_, i) => i),
  );
});

test('out-of-band buffers are taken in order; too few are an error', () => {
  const program = `
import sys, pickle
buffers = []
out = pickle.dumps([pickle.PickleBuffer(bytearray(b'ab')), pickle.PickleBuffer(b'cd')], 5, buffer_callback=buffers.append)
sys.stdout.buffer.write(out)`;
  const pickle = runPython(['-c', program]);
  const buffers = [bytes('ab'), bytes('cd')];
  const [first, second] = decodePickle(pickle, { buffers }) as [PyByteArray, Uint8Array];
  assert.ok(first instanceof PyByteArray);
  assert.equal(first.bytes, buffers[0]);
  assert.equal(second, buffers[1]);
  assert.throws(() => decodePickle(pickle, { buffers: [bytes('ab')] }), failsWith('NEEDS_BUFFERS'));
});

test('numpy: big-endian, Fortran and structured arrays say what they are', () => {
  const big = decodePickle(pickled("np.array([1, 258], dtype='>i4')")) as NdArray;
  assert.deepEqual([big.dtype.text, big.values], ['>i4', Int32Array.of(1, 258)]);
  const fortran = decodePickle(
    pickled("np.asfortranarray(np.array([[1, 2], [3, 4]], dtype='i1'))"),
  ) as NdArray;
  assert.deepEqual([fortran.fortran, fortran.values], [true, Int8Array.of(1, 3, 2, 4)]);
  const structured = decodePickle(
    pickled("np.zeros(2, dtype=[('a', '<i4'), ('b', '<f8', (2,))])"),
  ) as NdArray;
  assert.deepEqual(
    structured.dtype.fields?.map((field) => [field.name, field.offset, field.dtype.subarray?.shape]),
    [
      ['a', 0, undefined],
      ['b', 4, [2]],
    ],
  );
});

test('pandas: a frame is columns, whatever blocks hold them', () => {
  const frame = decodePickle(
    pickled("pd.DataFrame({'a': [1, 2], 's': ['x', None], 'b': [3, 4]})"),
  ) as DataFrame;
  assert.ok(frame instanceof DataFrame);
  const columns = frame.columns as PandasIndex;
  assert.deepEqual((columns.data as NdArray).items, ['a', 's', 'b']);
  const [a, s, b] = frame.data as NdArray[];
  assert.deepEqual(a?.values, BigInt64Array.of(1n, 2n));
  assert.deepEqual(s?.items, ['x', null]);
  assert.deepEqual(b?.values, BigInt64Array.of(3n, 4n));
});

test('imports and calls that are not known stay inert placeholders', () => {
  const value = decodePickle(bytes("cos\nsystem\n(S'echo'\ntR."));
  assert.ok(value instanceof PyObject);
  assert.deepEqual(value.callable, new PyGlobal('os', 'system'));
  assert.deepEqual(value.args, pyTuple(['echo']));
  const nested = decodePickle(bytes("cos\nsystem\n(S'a'\ntR(S'b'\ntR.")) as PyObject;
  assert.ok(nested.callable instanceof PyObject);
  assert.equal(nested.path, 'os.system');
});

const refused: readonly (readonly [string, string, string])[] = [
  ['a length beyond the bytes', 'B\xfb\xff\xff\xff.', 'BAD_PICKLE'],
  ['no STOP', ']', 'BAD_PICKLE'],
  ['items appended to a number', 'K\x01(K\x02e.', 'BAD_PICKLE'],
  ['items set on a list', '](K\x01K\x02u.', 'BAD_PICKLE'],
  ['state of a number', 'K\x01}b.', 'BAD_PICKLE'],
  ['state of an import', 'cos\nsystem\n}b.', 'BAD_PICKLE'],
  ['a call without a tuple', 'cos\nsystem\nK\x01R.', 'BAD_PICKLE'],
  ['a persistent id', 'Pid\n.', 'NEEDS_PERSISTENT_ID'],
  ['a code of the extension registry', '\x82\x01.', 'NOT_CONVERTIBLE'],
  ['text that is not UTF-8', 'X\x01\x00\x00\x00\xff.', 'BAD_PICKLE'],
];
for (const [what, pickle, code] of refused) {
  test(`${what} is refused with ${code}`, () => {
    assert.throws(() => decodePickle(bytes(pickle)), failsWith(code));
  });
}
