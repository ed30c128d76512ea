import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTypedJson } from '../../codec/json/decode.ts';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { PyDeque } from '../../codec/pickle/values-collections.ts';
import { pickled, pickledAll } from './pickled.ts';
import { python } from './python.ts';

/** Whether Python finds that each expression is what the pickle on its line loads to, and what that is. */
function compared(checks: readonly (readonly [expression: string, pickle: Buffer])[]): string[] {
  const program = `import sys, pickle
import numpy as np, pandas as pd, collections
for line in sys.stdin:
    pickled, expression = line.rstrip().split(' ', 1)
    loaded, made = pickle.loads(bytes.fromhex(pickled)), eval(expression)
    same = loaded.equals(made) if hasattr(made, 'equals') else loaded == made
    print(bool(same), type(loaded) is type(made), sep=' ')`;
  const input = checks.map(([expression, pickle]) => `${pickle.toString('hex')} ${expression}`).join('\n');
  return python(['-W', 'ignore', '-c', program], input).trimEnd().split('\n');
}

const EXPRESSIONS = [
  // A block of the columns 0, 1 and 3 has its places as an array.
  "pd.DataFrame({'a': [1, 2], 'b': [3, 4], 'c': [0.5, 1.5], 'd': [5, 6]})",
  "np.dtype({'names': ['a', 'b'], 'formats': ['<i4', '>f8'], 'titles': ['A', None]})",
  "np.dtype({'names': ['a'], 'formats': ['<i4'], 'offsets': [4], 'itemsize': 16})",
  "np.dtype((np.record, [('a', '<i4')]))",
  "np.dtype([('a', '<i4')], align=True)",
  "np.dtype(('<i4', (2, 3)))",
  "pd.Timedelta(5, 's')",
  "pd.interval_range(0, 3, name='i')",
  'collections.deque([1, 2], maxlen=3)',
  "{'k' * 100: 1, 'again': {'k' * 100: 2}}",
  '[2**200, 2**200, -(2**200), 2**20000]',
  "['t' * 100, 't' * 100]",
];

test('what Python makes comes back equal through a pickle and through typed JSON', () => {
  const pickles = pickledAll(EXPRESSIONS.map((expression) => [expression, 5]));
  const checks = EXPRESSIONS.flatMap((expression, at) => {
    const value = decodePickle(pickles[at] as Buffer);
    const { document, buffers } = encodeTypedJson(value);
    const read = decodeTypedJson(document, { buffers });
    return [value, read].map((one) => [expression, encodePickle(one)] as const);
  });
  assert.deepEqual(
    compared(checks),
    checks.map(() => 'True True'),
  );
});

test('what is made of a deque is a plain array', () => {
  const deque = decodePickle(pickled('collections.deque([1, 2], maxlen=3)')) as PyDeque<number>;
  assert.ok(deque instanceof PyDeque);
  const doubled = deque.map((item) => item * 2);
  assert.deepEqual(doubled, [2, 4]);
  assert.equal(Object.getPrototypeOf(doubled), Array.prototype);
});

test('a float that would read as an int is its number for JavaScript', () => {
  const one = decodePickle(pickled('1.0'));
  assert.deepEqual([`${one}`, JSON.stringify({ one }), Number(one) + 0.5], ['1.0', '{"one":1}', 1.5]);
});
