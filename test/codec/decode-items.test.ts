import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { PyFloat, PyFrozenSet, PyObject, pyTuple } from '../../codec/pickle/values.ts';
import { pickledAll } from './pickled.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('long lists, dicts, sets and tuples of plain items are the same at every protocol', () => {
  const expressions = [
    'list(range(-70_000, 70_000, 21))',
    '[2**n * sign for n in range(120) for sign in (1, -1)] * 3',
    '[n / 4 for n in range(-3000, 3000)] + [-0.0, float("inf"), 1e300, 2.0**60]',
    '[None, True, False, 1, 1.5, 1.0, "a", "é€", "\\ufeffx", "x\\ud800y", "n" * 300] * 500',
    '["text %d" % n for n in range(3000)]',
    '{"key %d" % n: n / 3 for n in range(5000)}',
    '{n: None for n in range(1001)}',
    '{n * 0.5 for n in range(1500)}',
    'tuple(range(2000))',
    'frozenset(["a", "b", 3, 4.5, None])',
    '[[n, str(n), n + 0.5] for n in range(3000)]',
    '[(n, n, n, n, "t") for n in range(300)]',
  ];
  const samples = expressions.flatMap((each) =>
    [0, 1, 2, 3, 4, 5].map((protocol) => [each, protocol] as const),
  );
  const values = pickledAll(samples).map((pickle) => decodePickle(pickle));
  for (const [at, value] of values.entries()) {
    const [expression, protocol] = samples[at] ?? [];
    assert.deepEqual(value, values[at - (at % 6)], `${expression} at protocol ${protocol}`);
  }
});

test('numbers and texts of a run are exact', () => {
  const run =
    '\x80\x04](K\xffM\xff\xffJ\xff\xff\xff\xff\x8a\x00\x8a\x05\x00\x00\x00\x00\x80G?\xf8\0\0\0\0\0\0G?\xf0\0\0\0\0\0\0';
  assert.deepEqual(decodePickle(bytes(`${run}N\x88\x89\x8c\x01aX\x02\0\0\0\xc3\xa9e.`)), [
    ...[255, 65535, -1, 0, -(2 ** 39), 1.5, new PyFloat(1), null, true, false, 'a', 'é'],
  ]);
});

test('what a run puts into the memo is found there by what comes later', () => {
  const pickles: readonly (readonly [text: string, value: unknown])[] = [
    // MEMOIZE, of which one is got
    ['\x80\x04](\x8c\x01a\x94\x8c\x01b\x94K\x01eh\x01a.', ['a', 'b', 1, 'b']],
    // the first of two that count on from each other, after a run that nothing gets anything from
    ['\x80\x04](\x8c\x01a\x94\x8c\x01b\x94K\x01e\x8c\x01c\x94ah\x02a.', ['a', 'b', 1, 'c', 'c']],
    // BINPUT and LONG_BINPUT
    ['\x80\x02](K\x01q\0K\x02r\x01\0\0\0K\x03eh\x01a.', [1, 2, 3, 2]],
    ['\x80\x02](K\x01q\0K\x02q\x01K\x03ej\x00\0\0\0a.', [1, 2, 3, 1]],
    // an index with a gap, and one that is put at twice
    ['\x80\x02](K\x01q\x09K\x02q\x0bK\x03eh\x0ba.', [1, 2, 3, 2]],
    ['\x80\x02](K\x01q\0K\x02q\0K\x03eh\0a.', [1, 2, 3, 2]],
    // MEMOIZE counts what was put before, not what is kept
    ['\x80\x04](K\x01q\x05K\x02\x94K\x03eh\x01a.', [1, 2, 3, 2]],
    ['\x80\x04](K\x01q\x01K\x02\x94K\x03eh\x01a.', [1, 2, 3, 2]],
    // the list itself, and an item of a run within another one
    ['\x80\x04]\x94(K\x01K\x02K\x03e0h\0.', [1, 2, 3]],
    ['\x80\x04](](K\x01\x94K\x02K\x03eh\0e.', [[1, 2, 3], 1]],
  ];
  for (const [text, value] of pickles) assert.deepEqual(decodePickle(bytes(text)), value, text);
});

test('a run goes to a mark from which something was popped', () => {
  assert.deepEqual(decodePickle(bytes('\x80\x04](K\x01K\x02K\x030e.')), [1, 2]);
  assert.deepEqual(decodePickle(bytes('\x80\x04]((K\x01K\x02K\x031K\x04e.')), [4]);
});

test('the head of a frame may stand in a run', () => {
  const frame = '\x95\x04\0\0\0\0\0\0\0';
  assert.deepEqual(decodePickle(bytes(`\x80\x04](K\x01K\x02${frame}K\x03e.`)), [1, 2, 3]);
});

test('each opcode that takes a run makes its own of it', () => {
  const items = '(K\x01K\x02K\x03K\x04';
  assert.deepEqual(decodePickle(bytes(`\x80\x04${items}l.`)), [1, 2, 3, 4]);
  assert.deepEqual(decodePickle(bytes(`\x80\x04${items}t.`)), pyTuple([1, 2, 3, 4]));
  assert.deepEqual(
    decodePickle(bytes(`\x80\x04${items}d.`)),
    new Map([
      [1, 2],
      [3, 4],
    ]),
  );
  assert.deepEqual(
    decodePickle(bytes(`\x80\x04}${items}u.`)),
    new Map([
      [1, 2],
      [3, 4],
    ]),
  );
  assert.deepEqual(decodePickle(bytes(`\x80\x04${items}\x91.`)), new PyFrozenSet([1, 2, 3, 4]));
  assert.deepEqual(decodePickle(bytes(`\x80\x04\x8f${items}\x90.`)), new Set([1, 2, 3, 4]));
  const object = decodePickle(bytes(`\x80\x04cm\nn\n)\x81${items}e.`));
  assert.ok(object instanceof PyObject);
  assert.deepEqual(object.items, [1, 2, 3, 4]);
});

test('a run that is appended to what is no list, or holds text that is not UTF-8, is refused', () => {
  const refused = { name: 'CodecError', code: 'BAD_PICKLE' };
  assert.throws(() => decodePickle(bytes('\x80\x04)(K\x01K\x02K\x03e.')), refused);
  assert.throws(() => decodePickle(bytes('\x80\x04}(K\x01K\x02K\x03e.')), refused);
  assert.throws(() => decodePickle(bytes('\x80\x04](K\x01K\x02\x8c\x01\xffe.')), refused);
});

test('batches one after another extend one list, whatever comes between them', () => {
  const batch = '(K\x01K\x02K\x03e';
  const frame = '\x95\x04\0\0\0\0\0\0\0';
  const pickles: readonly (readonly [text: string, value: unknown])[] = [
    [`\x80\x04]${batch}(K\x04e.`, [1, 2, 3, 4]],
    [`\x80\x04]${batch}(e(K\x04K\x05e.`, [1, 2, 3, 4, 5]],
    [`\x80\x04]${batch}${frame}(K\x04e.`, [1, 2, 3, 4]],
    // a mark that another opcode takes, a list of its own, and what is no run
    [`\x80\x04]${batch}(K\x04K\x05ta.`, [1, 2, 3, pyTuple([4, 5])]],
    [
      `\x80\x04](]${batch}(K\x04e]${batch}e.`,
      [
        [1, 2, 3, 4],
        [1, 2, 3],
      ],
    ],
    [`\x80\x04]${batch}(K\x04]e.`, [1, 2, 3, 4, []]],
    // what later batches put is got, or counts
    [`\x80\x04]${batch}(K\x04\x94K\x05eh\0a.`, [1, 2, 3, 4, 5, 4]],
    [`\x80\x04](K\x01\x94K\x02K\x03e(K\x04\x94K\x05eh\x01a.`, [1, 2, 3, 4, 5, 4]],
    [`\x80\x04](K\x01\x94K\x02K\x03e(K\x04\x94K\x05e\x8c\x01a\x94ah\x02a.`, [1, 2, 3, 4, 5, 'a', 'a']],
  ];
  for (const [text, value] of pickles) assert.deepEqual(decodePickle(bytes(text)), value, text);
});
