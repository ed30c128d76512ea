import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle, decodeTypedJson, type PyValue } from 'headframe/codec';
import { DecodedCache } from '../../plugins/workspace/decoded-cache.ts';
import { itemsOf } from '../../plugins/workspace/items.ts';
import { python } from './python.ts';
import { json } from './values.ts';

const ALL = { start: 0, stop: 200 };

function shown(value: PyValue, path: readonly number[] = []): unknown[] {
  return itemsOf(value, path, ALL).items.map(({ key, type, preview, items }) => [key, type, preview, items]);
}

test('items of a mapping and of what is within it are described by the way to them', async () => {
  const value = decodePickle(
    await python(`
import pickle, sys, numpy
sys.stdout.buffer.write(pickle.dumps({'a': [1, (2.0, None)], 3: {'x', }, 'grid': numpy.zeros((2, 3))}))`),
  );
  assert.deepEqual(shown(value), [
    ["'a'", 'list', '[1, (2.0, None)]', 2],
    ['3', 'set', "{'x'}", 1],
    ["'grid'", 'numpy.ndarray', 'array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0], shape=(2, 3), dtype=float64)', 0],
  ]);
  assert.deepEqual(shown(value, [0, 1]), [
    ['0', 'float', '2.0', 0],
    ['1', 'NoneType', 'None', 0],
  ]);
  const [, , grid] = itemsOf(value, [], ALL).items;
  assert.deepEqual([grid?.kind, grid?.dtype, grid?.shape, grid?.length], ['array', 'float64', [2, 3], 2]);
  for (const path of [[3], [0, 0, 0], [2, 0]]) {
    assert.throws(() => itemsOf(value, path, ALL), { code: 'BAD_VALUE' });
  }
});

test('of a long sequence only those asked for are described, and all are counted', () => {
  const value = decodeTypedJson(Buffer.from(JSON.stringify(Array.from({ length: 10_000 }, (_, i) => i))));
  const { count, items } = itemsOf(value, [], { start: 9_998, stop: 10_005 });
  assert.equal(count, 10_000);
  assert.deepEqual(
    items.map(({ key, preview }) => [key, preview]),
    [
      ['9998', '9998'],
      ['9999', '9999'],
    ],
  );
  assert.deepEqual(itemsOf(value, [], { start: 20_000, stop: 20_010 }).items, []);
});

test('an object shows what it was made of', async () => {
  const value = decodePickle(
    await python(`
import pickle, sys, fractions, types
class Box: pass
Box.__module__ = 'somewhere'
sys.modules['somewhere'] = types.ModuleType('somewhere'); sys.modules['somewhere'].Box = Box
box = Box(); box.width = 3; box.label = 'b'
sys.stdout.buffer.write(pickle.dumps(box))`),
  );
  assert.deepEqual(shown(value), [
    ["'width'", 'int', '3', 0],
    ["'label'", 'str', "'b'", 0],
  ]);
});

test('a large value that is read part by part is decoded once, a small one each time', () => {
  const values = new DecodedCache();
  const long = json(JSON.stringify(Array(50_000).fill(1)));
  assert.equal(values.get(long), undefined);
  const read = values.decode(long, long);
  assert.equal(values.get(long), read);
  const short = json('[1]');
  assert.deepEqual(values.decode(short, short), [1]);
  assert.equal(values.get(short), undefined);
});

test('of large values those asked for last are kept', () => {
  const values = new DecodedCache();
  const all = Array.from({ length: 5 }, (_, index) => json(JSON.stringify(Array(50_000).fill(index))));
  for (const one of all.slice(0, 4)) values.decode(one, one);
  const [first, second, , , fifth] = all;
  assert.ok(first && second && fifth && values.get(first));
  values.decode(fifth, fifth);
  assert.deepEqual(
    all.map((one) => values.get(one) !== undefined),
    [true, false, true, true, true],
  );
});
