import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle, encodePickle, type PyValue } from 'headframe/codec';
import { slice, type WireRanges } from '../../plugins/workspace/slice.ts';
import { statistics } from '../../plugins/workspace/statistics.ts';
import { python } from './python.ts';
import { json } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

/** Values made by Python, by name. */
async function made(program: string): Promise<Map<string, PyValue>> {
  const bytes = await python(`
import numpy as np, pandas as pd, pickle, sys, datetime
values = {}
${program}
sys.stdout.buffer.write(pickle.dumps(values))`);
  return decodePickle(bytes) as Map<string, PyValue>;
}

const VALUES = `
values['c'] = np.arange(60).reshape(3, 4, 5)
values['f'] = np.asfortranarray(np.arange(12.0).reshape(3, 4))
values['o'] = np.array([1, 'two', None], dtype=object)
values['t'] = np.array(['2026-01-01', '2026-01-02', 'NaT'], dtype='datetime64[D]')
values['m'] = np.ma.array([1, 2, 3], mask=[0, 1, 0])
values['df'] = pd.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', 'z'], 'c': [.5, np.nan, 2], 'd': pd.Categorical(['u', 'v', None])},
  index=[10, 20, 30])
values['dr'] = pd.DataFrame({'a': range(5), 'n': pd.array([1, None, 3, 4, 5], dtype='Int64')})
values['matrix'] = pd.DataFrame(np.arange(24.0).reshape(8, 3))
values['wide'] = pd.DataFrame(np.arange(24).astype('c16').reshape(8, 3))
values['s'] = pd.Series([1.5, 2.5, 3.5], name='q', index=pd.date_range('2026-01-01', periods=3))
values['list'] = [1, 'two', 3.0, [4]]
values['tuple'] = (1, 2, 3)
values['text'] = 'a变𝒳d'
values['bytes'] = b'abcdef'
values['dict'] = {'a': 1, 'b': 2, 3: 'c'}
`;

test('a slice is what Python selects, of every kind of value', async () => {
  const values = await made(VALUES);
  const cases: [string, WireRanges, string][] = [
    ['c', [[1, 2]], 'v[1:2]'],
    [
      'c',
      [
        [null, null, 2],
        [-1, null],
        [4, 0, -2],
      ],
      'v[::2, -1:, 4:0:-2]',
    ],
    ['c', [null, [1, 100]], 'v[:, 1:100]'],
    ['c', [[5, 2]], 'v[5:2]'],
    [
      'f',
      [
        [0, 2],
        [1, 3],
      ],
      'v[0:2, 1:3]',
    ],
    ['f', [[null, null, -1]], 'v[::-1]'],
    ['o', [[1, 3]], 'v[1:3]'],
    ['t', [[1, null]], 'v[1:]'],
    ['m', [[1, 3]], 'v[1:3]'],
    [
      'df',
      [
        [1, 3],
        [1, 4],
      ],
      'v.iloc[1:3, 1:4]',
    ],
    [
      'matrix',
      [
        [1, 8, 3],
        [1, 3],
      ],
      'v.iloc[1:8:3, 1:3]',
    ],
    ['matrix', [[null, null, -2]], 'v.iloc[::-2]'],
    ['wide', [[2, 5]], 'v.iloc[2:5]'],
    ['dr', [[4, 0, -2]], 'v.iloc[4:0:-2]'],
    ['s', [[0, 2]], 'v.iloc[0:2]'],
    ['list', [[1, -1]], 'v[1:-1]'],
    ['tuple', [[null, null, -1]], 'v[::-1]'],
    ['text', [[1, 3]], 'v[1:3]'],
    ['bytes', [[-3, null]], 'v[-3:]'],
    ['dict', [[1, 3]], 'dict(list(v.items())[1:3])'],
  ];
  const parts = cases.map(([name, ranges]) => slice(values.get(name) ?? null, ranges));
  const said = await python(
    `
import numpy as np, pandas as pd, pickle, sys
values = {}
${VALUES}
parts = pickle.load(sys.stdin.buffer)
def same(a, b):
  if type(a) is not type(b): return False
  if isinstance(a, np.ma.MaskedArray): return a.tolist() == b.tolist()
  if isinstance(a, np.ndarray):
    return a.dtype == b.dtype and a.shape == b.shape and pd.DataFrame(a.reshape(len(a), -1)).equals(pd.DataFrame(b.reshape(len(b), -1))) if a.size else a.shape == b.shape
  if isinstance(a, (pd.DataFrame, pd.Series)): return a.equals(b) and a.index.equals(b.index)
  return a == b
for part, (name, expression) in zip(parts, [${cases.map(([name, , python]) => `(${JSON.stringify(name)}, ${JSON.stringify(python)})`).join()}]):
  wanted = eval(expression, {'v': values[name]})
  if not same(part, wanted): print(name, expression, repr(part), repr(wanted))`,
    encodePickle(parts),
  );
  assert.equal(said.toString(), '');
});

test('a value without parts, too many ranges or a step of 0 are refused', () => {
  assert.throws(() => slice(1, []), { code: 'BAD_VALUE' });
  assert.throws(
    () =>
      slice(
        [1, 2],
        [
          [0, 1],
          [0, 1],
        ],
      ),
    { code: 'BAD_VALUE' },
  );
  assert.throws(() => slice([1, 2], [[0, 1, 0]]), { code: 'BAD_VALUE' });
});

test("statistics agree with numpy's", async () => {
  const values = await made(`
rng = np.random.default_rng(1)
x = rng.normal(size=1000)
x[::10] = np.nan
values['x'] = x
values['known'] = dict(min=float(np.nanmin(x)), max=float(np.nanmax(x)), mean=float(np.nanmean(x)),
  q=[float(q) for q in np.nanquantile(x, [.05, .25, .5, .75, .95])], h=np.histogram(x[~np.isnan(x)], 20)[0].tolist())`);
  const [found] = await statistics(values.get('x') ?? null);
  const known = values.get('known') as Map<string, unknown>;
  assert.ok(found?.quantiles && found.histogram);
  assert.deepEqual(
    [found.count, found.missing, found.min, found.max],
    [1000, 100, known.get('min'), known.get('max')],
  );
  assert.ok(Math.abs((found.mean ?? 0) - Number(known.get('mean'))) < 1e-12);
  for (const [index, quantile] of Object.values(found.quantiles).entries()) {
    assert.ok(Math.abs(quantile - Number((known.get('q') as number[])[index])) < 1e-12);
  }
  assert.deepEqual(found.histogram.counts, known.get('h'));
  assert.equal(found.histogram.edges.length, 21);
});

test("statistics are of a table's columns, of sequences, and of what is missing or not finite too", async () => {
  const values = await made(VALUES);
  const all = await statistics(values.get('df') ?? null);
  assert.deepEqual(
    all.map(({ name, count, missing, mean }) => [name, count, missing, mean]),
    [
      ['a', 3, 0, 2],
      ['b', 3, 0, null],
      ['c', 3, 1, 1.25],
      ['d', 3, 1, null],
    ],
  );
  const [nullable] = await statistics(values.get('dr') ?? null, ['n']);
  assert.deepEqual([nullable?.count, nullable?.missing, nullable?.max], [5, 1, 5]);
  await assert.rejects(statistics(values.get('df') ?? null, ['nope']), { code: 'BAD_VALUE' });
  await assert.rejects(statistics('text'), { code: 'BAD_VALUE' });
  const [odd] = await statistics([1, Number.POSITIVE_INFINITY, null, 2n ** 70n]);
  assert.deepEqual([odd?.count, odd?.missing, odd?.max], [4, 1, 2 ** 70]);
  const [constant] = await statistics([5, 5, 5]);
  assert.equal(constant?.histogram?.counts[0], 3);
  const [none] = await statistics([null, null]);
  assert.deepEqual([none?.missing, none?.mean, none?.quantiles], [2, null, null]);
});

test('columns are asked for by their names, numbers too', async () => {
  const values = await made(
    `values['n'] = pd.DataFrame(np.arange(6.0).reshape(2, 3), columns=pd.RangeIndex(10, 16, 2))`,
  );
  const found = await statistics(values.get('n') ?? null, ['14', '10']);
  assert.deepEqual(
    found.map(({ name, mean }) => [name, mean]),
    [
      ['14', 3.5],
      ['10', 1.5],
    ],
  );
  assert.deepEqual(
    (await statistics(values.get('n') ?? null)).map(({ name }) => name),
    ['10', '12', '14'],
  );
});

test('statistics are computed once a revision', async (t) => {
  const { workspace } = await startWorkspace(t);
  const author = { provider: 'ann' };
  await workspace.write('x', json('[1, 2, 3]'), author);
  const first = await workspace.getStatistics('x');
  assert.equal((await workspace.getStatistics('x')).value, first.value);
  await workspace.write('x', json('[1, 2, 6]'), author);
  assert.equal((await workspace.getStatistics('x')).value[0]?.mean, 3);
});
