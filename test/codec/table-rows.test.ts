import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableRows } from '../../codec/files/index.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { pickled } from './pickled.ts';

const rows = (expression: string) => tableRows(decodePickle(pickled(expression)));
const badFile = (message: string) => ({ name: 'CodecError', code: 'BAD_FILE', message });

test('a table has a row of names, then its cells; what is missing is empty', () => {
  const frame = `pd.DataFrame({
    'i': [1, 2], 'f': [0.5, np.nan], 'b': [True, False], 'o': [None, 'x,y'],
    't': pd.to_datetime(['2020-01-02 03:04:05.678', None]), 'c': pd.Categorical(['lo', None]),
    'n': pd.array([7, None], dtype='Int64'), 'u': np.array([2**63, 1], dtype='uint64'),
    'm': [True, float('nan')], 'w': np.array([1.0, -0.5], dtype=object)})`;
  assert.deepEqual(rows(frame), [
    ['i', 'f', 'b', 'o', 't', 'c', 'n', 'u', 'm', 'w'],
    ['1', '0.5', 'True', '', '2020-01-02T03:04:05.678Z', 'lo', '7', '9223372036854775808', 'True', '1'],
    ['2', '', 'False', 'x,y', '', '', '', '1', '', '-0.5'],
  ]);
});

test('an index that is no mere numbering is the first column', () => {
  assert.deepEqual(rows('pd.DataFrame({"x": [1, 2]}, index=pd.Index(["a", "b"], name="key"))'), [
    ['key', 'x'],
    ['a', '1'],
    ['b', '2'],
  ]);
  assert.deepEqual(rows('pd.Series([1.5], index=pd.date_range("2020-01-01", periods=1))'), [
    ['', 'value'],
    ['2020-01-01T00:00:00.000Z', '1.5'],
  ]);
});

test('columns without names are numbered', () => {
  assert.deepEqual(rows('pd.DataFrame(np.array([[1, 2]]))'), [
    ['0', '1'],
    ['1', '2'],
  ]);
});

test('a series has its name, an array of one dimension is a column, of two a table', () => {
  assert.deepEqual(rows('pd.Series([1], name="s")'), [['s'], ['1']]);
  assert.deepEqual(rows('np.array([1, 2])'), [['value'], ['1'], ['2']]);
  const grid = [
    ['0', '1', '2'],
    ['0', '1', '2'],
    ['3', '4', '5'],
  ];
  assert.deepEqual(rows('np.arange(6).reshape(2, 3)'), grid);
  assert.deepEqual(rows('np.asfortranarray(np.arange(6).reshape(2, 3))'), grid);
});

test('times are written in UTC whatever their unit', () => {
  for (const unit of ['s', 'ms', 'us', 'ns']) {
    assert.deepEqual(rows(`np.array(["2020-01-02T03:04:05", "NaT"], dtype="datetime64[${unit}]")`), [
      ['value'],
      ['2020-01-02T03:04:05.000Z'],
      [''],
    ]);
  }
});

test('what CSV cannot hold is refused, saying why', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['{"a": 1}', 'only a table, a series, or an array of one or two dimensions can be written as csv'],
    [
      'np.zeros((1, 1, 1))',
      'only a table, a series, or an array of one or two dimensions can be written as csv',
    ],
    [
      'pd.DataFrame({"x": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)]))',
      'an index of several levels cannot be written as csv',
    ],
    ['pd.Series(pd.arrays.SparseArray([1]))', 'a column is of a kind that cannot be written as csv'],
    ['np.array([1j])', 'complex128 cannot be written as csv'],
    ['np.array(["2020"], dtype="datetime64[Y]")', 'times in Y cannot be written as csv'],
    ['np.array([[1], None], dtype=object)', 'a cell holds what is no text, number or truth value'],
  ];
  for (const [expression, message] of refused)
    assert.throws(() => rows(expression), badFile(message), expression);
});
