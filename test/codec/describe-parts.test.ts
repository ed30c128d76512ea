import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { runNormalised } from '../../codec/pickle/decode-run.ts';
import { describePickle, describeTypedJson } from '../../codec/pickle/describe.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { PyGlobal } from '../../codec/pickle/values.ts';
import { PandasTimestamp } from '../../codec/pickle/values-pandas.ts';
import { pickled } from './pickled.ts';

/** What is told of a value alike by its pickle and by its typed JSON. */
function described(expression: string) {
  const pickle = pickled(expression);
  const { bytes: ofPickle, ...fromPickle } = describePickle(pickle);
  const { bytes: ofJson, ...fromJson } = describeTypedJson(encodeTypedJson(decodePickle(pickle)).document);
  assert.deepEqual(fromJson, fromPickle);
  assert.ok(ofPickle > 0 && ofJson > 0);
  return fromPickle;
}

test('long texts and dicts are described alike, whatever they are written in', () => {
  const text = described("['x' * 70_000]");
  assert.match(text.preview, /^\['x{100,}/);
  for (const keys of ['str(i)', 'i']) {
    const dict = described(`{${keys}: i for i in range(5_000)}`);
    assert.deepEqual([dict.kind, dict.type, dict.length], ['mapping', 'dict', 5_000]);
    assert.match(dict.preview, keys === 'i' ? /^\{0: 0, 1: 1, 2: 2, / : /^\{'0': 0, '1': 1, '2': 2, /);
  }
});

test('an object that is also part of what is left out is described by its other place', () => {
  const { kind, length, preview } = described('(lambda e: {"many": [*range(500), e], "one": e})(["here"])');
  assert.deepEqual([kind, length], ['mapping', 2]);
  assert.match(preview, /^\{'many': \[0, 1, 2, /);
});

test('elements of bytes are shown without the zeros that numpy fills them up with', () => {
  assert.equal(described("np.array([b'ab', b'c'])").preview, "array([b'ab', b'c'], dtype=|S2)");
  assert.equal(described("np.bytes_(b'ab')").preview, "b'ab'");
});

test('a timestamp beyond the years of a Date is shown in its unit', () => {
  const stamp = new PandasTimestamp(10n ** 15n, 's', null, null);
  assert.equal(describePickle(encodePickle(stamp)).preview, 'Timestamp(1000000000000000 s)');
  assert.match(described("pd.Timestamp('2020-01-02 03:04:05.678')").preview, /2020-01-02T03:04:05\.678Z/);
});

test('a class is told from a function', () => {
  const kindOf = (module: string, name: string) => {
    const { kind, type } = describeTypedJson(encodeTypedJson(new PyGlobal(module, name)).document);
    return [kind, type];
  };
  assert.deepEqual(kindOf('builtins', 'int'), ['class', 'type']);
  assert.deepEqual(kindOf('decimal', 'Decimal'), ['class', 'type']);
});

test('operations that pickleparser stumbles over are a bad pickle', () => {
  const operations = Buffer.from('e.', 'latin1');
  assert.throws(() => runNormalised(operations, operations, []), {
    name: 'CodecError',
    code: 'BAD_PICKLE',
    message: /^The pickle's operations do not fit together/,
  });
});
