import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { typedJsonToPickle } from '../../codec/pickle/transcode.ts';
import { PyGlobal, PyObject } from '../../codec/pickle/values.ts';
import { python } from './python.ts';

/** What Python loads, as its `repr`. */
function loaded(pickle: Buffer): string {
  const program = 'import sys, pickle; sys.stdout.write(repr(pickle.load(sys.stdin.buffer)))';
  return python(['-c', program], pickle);
}

const failsWith = (code: string) => ({ name: 'CodecError', code });

test('JavaScript values become what a Python programmer expects', () => {
  const value = {
    int: [0, 255, 256, 65536, -1, -129, 2 ** 40, 2n ** 70n, -(2n ** 63n)],
    float: [0.5, -0, 1e300],
    text: ['', 'é€😀', 'x'.repeat(300).length],
    bytes: Uint8Array.of(1, 2),
    none: null,
    bool: [true, false],
    map: new Map<unknown, unknown>([[1, 'a']]),
    set: new Set([1]),
    date: new Date(Date.UTC(2020, 0, 2, 3, 4, 5, 678)),
  };
  assert.equal(
    loaded(encodePickle(value)),
    "{'int': [0, 255, 256, 65536, -1, -129, 1099511627776, 1180591620717411303424, -9223372036854775808], " +
      "'float': [0.5, -0.0, 1e+300], 'text': ['', 'é€😀', 300], 'bytes': b'\\x01\\x02', 'none': None, " +
      "'bool': [True, False], 'map': {1: 'a'}, 'set': {1}, " +
      "'date': datetime.datetime(2020, 1, 2, 3, 4, 5, 678000, tzinfo=datetime.timezone.utc)}",
  );
});

test('typed arrays become numpy arrays', () => {
  const arrays = [
    Float64Array.of(1.5),
    Int8Array.of(-1),
    BigUint64Array.of(2n ** 64n - 1n),
    new Float32Array(0),
  ];
  assert.equal(
    loaded(encodePickle(arrays)),
    '[array([1.5]), array([-1], dtype=int8), array([18446744073709551615], dtype=uint64), array([], dtype=float32)]',
  );
});

test('shared and recursive values stay so', () => {
  const list: unknown[] = [];
  list.push(list, { a: list });
  assert.equal(loaded(encodePickle(list)), "[[...], {'a': [...]}]");
});

test('JSON text is transcoded without passing through numbers', () => {
  const document =
    '{"a": [1.0, 1, 18446744073709551616, -0.0, 1e2, -0], "b": {"x": "\\u00e9\\ud83d\\ude00"}, "a": [1.0]}';
  assert.equal(loaded(typedJsonToPickle(Buffer.from(document))), "{'a': [1.0], 'b': {'x': 'é😀'}}");
  assert.equal(
    loaded(typedJsonToPickle(Buffer.from('[1.0, 1, 18446744073709551616, -0.0, 1e2, -0, 1E400]'))),
    '[1.0, 1, 18446744073709551616, -0.0, 100.0, 0, inf]',
  );
  assert.equal(loaded(typedJsonToPickle(Buffer.from('[{"$type":"tuple","items":[1,2]}]'))), '[(1, 2)]');
});

test('what is not data is refused', () => {
  class Own {
    readonly field = 1;
  }
  const values = [undefined, () => 1, Symbol('s'), new Own(), new Date(Number.NaN), [undefined]];
  for (const value of values) assert.throws(() => encodePickle(value), failsWith('NOT_CONVERTIBLE'));
  const call = new PyObject(new PyGlobal('os', 'system'), ['id']);
  assert.throws(() => encodePickle([call]), { code: 'NOT_CONVERTIBLE', message: /os\.system/ });
});

test('nesting beyond the limit is refused by the limit', () => {
  let value: unknown = 1;
  for (let i = 0; i < 5000; i++) value = [value];
  assert.throws(() => encodePickle(value), { code: 'TOO_LARGE', message: /maxDepth = 1000/ });
});
