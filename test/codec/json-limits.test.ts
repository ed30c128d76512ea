import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTypedJson } from '../../codec/json/decode.ts';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { typedJsonToPickle } from '../../codec/pickle/transcode.ts';
import { NdArray } from '../../codec/pickle/values-numpy.ts';
import { pickled } from './pickled.ts';
import { python } from './python.ts';

const parse = (text: string) => decodeTypedJson(Buffer.from(text));
const refused = (code: string, message: RegExp) => ({ name: 'CodecError', code, message });

/** The typed JSON that Python's `json` sees in what the pickle of a document loads to. */
function throughPython(document: string): unknown {
  const program = 'import sys, pickle, json; json.dump(pickle.load(sys.stdin.buffer), sys.stdout)';
  return JSON.parse(python(['-c', program], typedJsonToPickle(Buffer.from(document))));
}

test('integers beyond what Python reads in decimal travel in base 16', () => {
  const digits = 10n ** 4300n;
  for (const value of [digits, -digits, 2n ** 20000n + 1n]) {
    const { document } = encodeTypedJson(value);
    assert.equal(
      document.toString(),
      `{"$type":"int","hex":"${value < 0n ? '-' : ''}${(value < 0n ? -value : value).toString(16)}"}`,
    );
    assert.equal(decodeTypedJson(document), value);
  }
  assert.equal(parse('{"$type":"int","hex":"-ff"}'), -255);
  assert.throws(() => parse('{"$type":"int","hex":"0x1"}'), refused('BAD_JSON', /base 16|hexadecimal|value/));
  assert.throws(() => parse('1'.repeat(4302)), refused('TOO_LARGE', /^An integer has more than 4300 digits/));
});

test('a fraction has an integer above a positive one', () => {
  const fraction = (over: string, under: string) =>
    parse(`{"$type":"fraction","numerator":${over},"denominator":${under}}`);
  assert.deepEqual(fraction('-1', '2'), decodePickle(pickled('__import__("fractions").Fraction(-1, 2)')));
  const wrong = refused('BAD_JSON', /numerator must be an integer, denominator a positive one/);
  for (const [over, under] of [
    ['1', '0'],
    ['1', '-2'],
    ['1.5', '2'],
    ['1', '"2"'],
  ] as const)
    assert.throws(() => fraction(over, under), wrong);
});

test('what is no data is refused by the name of its class or type', () => {
  class Pump {}
  const what = (text: string) => refused('NOT_CONVERTIBLE', new RegExp(`^${text}`));
  assert.throws(
    () => encodeTypedJson(new Pump()),
    what('An instance of the class Pump has no form in typed JSON$'),
  );
  assert.throws(
    () => encodeTypedJson([() => 1]),
    what('A value of type function has no form in typed JSON$'),
  );
  assert.throws(
    () => encodeTypedJson(Symbol('x')),
    what('A value of type symbol has no form in typed JSON$'),
  );
});

test('data that several values share is written once', () => {
  const array = decodePickle(pickled('np.arange(3.)')) as NdArray;
  const twin = new NdArray(array.dtype, [3, 1], array.data);
  const { document } = encodeTypedJson([array, twin]);
  assert.equal(
    document.toString(),
    '[{"$type":"ndarray","dtype":"<f8","shape":[3],"data":{"$type":"def","id":0,"value":{"$type":"bytes","data":"AAAAAAAAAAAAAAAAAADwPwAAAAAAAABA"}}},' +
      '{"$type":"ndarray","dtype":"<f8","shape":[3,1],"data":{"$type":"ref","id":0}}]',
  );
  const [one, two] = decodeTypedJson(document) as [NdArray, NdArray];
  assert.equal(one.data.buffer, two.data.buffer);
});

test('records and long objects keep their keys through a pickle', () => {
  const records = Array.from({ length: 3 }, (_, i) => ({ id: i, name: `n${i}`, 'é"\\': null }));
  const uneven = [{ a: 1, b: 2 }, { a: 1, c: 2 }, { b: 1 }, { a: 1, b: 2 }, { aa: 1 }];
  const long = Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [`k${i}`, i]));
  const value = { records, uneven, long, spaced: [{ a: 1 }] };
  assert.deepEqual(throughPython(JSON.stringify(value)), value);
  assert.deepEqual(throughPython(JSON.stringify(value, undefined, 2)), value);
});

test('a document may nest as deep as is said, on its way to a pickle too', () => {
  const nested = (depth: number) => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  const pickle = typedJsonToPickle(nested(5), { maxDepth: 5 });
  assert.deepEqual(decodePickle(pickle), [[[[[]]]]]);
  assert.throws(
    () => typedJsonToPickle(nested(6), { maxDepth: 5 }),
    refused('TOO_LARGE', /^The document nests deeper than the limit maxDepth = 5$/),
  );
});
