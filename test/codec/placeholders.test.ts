import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { PyObject } from '../../codec/pickle/values.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
/** A call as protocol 0 writes it. */
const call = (path: string, args: string) => {
  const dot = path.search(/\.[A-Z_a-z]+$/);
  return bytes(`c${path.slice(0, dot)}\n${path.slice(dot + 1)}\n(${args}tR.`);
};

test('a known type called in a way that it never pickles to stays an inert placeholder', () => {
  const calls: readonly (readonly [path: string, args: string])[] = [
    ['builtins.bytes', 'I5\n'],
    ['builtins.frozenset', 'I5\n'],
    ['builtins.getattr', "S'a'\nS'b'\n"],
    ['datetime.date', 'I5\n'],
    ['datetime.time', 'I5\n'],
    ['datetime.datetime', 'I5\n'],
    ['datetime.timedelta', 'N'],
    ['datetime.timezone', 'I5\n'],
    ['zoneinfo.ZoneInfo', 'I5\n'],
    ['numpy.ndarray', '(I1\ntN'],
    ['numpy.ma.core._mareconstruct', 'I1\nI2\n'],
    ['pandas._libs.arrays.__pyx_unpickle_NDArrayBacked', 'cpandas\nDataFrame\nI1\nN'],
    ['pandas._libs.tslibs.timestamps._unpickle_timestamp', 'N'],
    ['pandas._libs.tslibs.timedeltas._timedelta_unpickle', 'N'],
    [
      'pandas.core.indexes.interval._new_IntervalIndex',
      "cpandas.core.indexes.interval\nIntervalIndex\n(S'closed'\nI1\nd",
    ],
  ];
  for (const [path, args] of calls) {
    const value = decodePickle(call(path, args));
    assert.ok(value instanceof PyObject, path);
    assert.equal(value.path, path);
    assert.equal(value.how, 'call');
  }
});

test('a structured dtype with fields that numpy never writes is refused', () => {
  const state = "(I3\nS'|'\nN(S'a'\nt(S'a'\n(I1\nI0\ntdI4\nI1\nI16\nt";
  assert.throws(() => decodePickle(bytes(`cnumpy\ndtype\n(S'V4'\nI0\nI1\ntR${state}b.`)), {
    name: 'CodecError',
    code: 'NOT_CONVERTIBLE',
    message: 'The state of this NumpyDtype is of a kind that is not known here',
  });
});

test('a value that its pickle left half made is refused where it is written', () => {
  const halves: readonly (readonly [what: string, pickle: Buffer])[] = [
    [
      'masked array',
      call('numpy.ma.core._mareconstruct', "cnumpy.ma.core\nMaskedArray\ncnumpy\nndarray\n(I0\ntS'b'\n"),
    ],
    ['Series', bytes('\x80\x02cpandas.core.series\nSeries\n)\x81.')],
    ['DataFrame', bytes('\x80\x02cpandas.core.frame\nDataFrame\n)\x81.')],
    ['Categorical', bytes('\x80\x02cpandas.core.arrays.categorical\nCategorical\n)\x81.')],
    ['pandas array', bytes('\x80\x02cpandas.core.arrays.datetimes\nDatetimeArray\n)\x81.')],
  ];
  for (const [what, pickle] of halves) {
    const value = decodePickle(pickle);
    const refusal = {
      name: 'CodecError',
      code: 'NOT_CONVERTIBLE',
      message: `This ${what} was never completed by its pickle`,
    };
    assert.throws(() => encodePickle(value), refusal);
    assert.throws(() => encodeTypedJson(value), refusal);
  }
});
