import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstAxes, fitAxes, rangesOf, withAxis } from '../../plugins/web-inspector/page/detail/grid/axes.ts';
import { floatCell, showCell } from '../../plugins/web-inspector/page/detail/grid/cell.ts';
import { moveCell } from '../../plugins/web-inspector/page/detail/grid/move-cell.ts';
import { ticksText } from '../../plugins/web-inspector/page/detail/grid/ticks.ts';
import { colourOf, extremesOf, pixelsOf } from '../../plugins/web-inspector/page/detail/plot/colour-map.ts';
import {
  blocksOf,
  lineSample,
  sampleLength,
  sideSample,
  zoomed,
} from '../../plugins/web-inspector/page/detail/plot/sample.ts';
import { barsOf, figure } from '../../plugins/web-inspector/page/detail/statistics/bars.ts';
import { fc } from '../property.ts';

test('samples cover what they are of, within what a request may ask for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (length) => {
      assert.ok(sampleLength(lineSample(0, length)) <= 4000);
      const side = sideSample(length);
      assert.ok(sampleLength(side) <= 200);
      const blocks = blocksOf(side);
      assert.ok(blocks.every((block) => sampleLength(block) <= 50));
      assert.equal(
        blocks.reduce((sum, block) => sum + sampleLength(block), 0),
        sampleLength(side),
      );
    }),
  );
  assert.deepEqual(zoomed(10.4, 19.6, 100), { start: 10, stop: 21, step: 1 });
  assert.deepEqual(zoomed(99, 99, 100), { start: 0, stop: 100, step: 1 });
});

test('axes change places, and an array of another shape begins anew', () => {
  const axes = firstAxes([2, 3, 4]);
  assert.deepEqual(axes, { row: 1, column: 2, at: [0, 0, 0] });
  assert.deepEqual(withAxis(axes, 'row', 2), { row: 2, column: 1, at: [0, 0, 0] });
  assert.deepEqual(withAxis(axes, 'row', 0), { row: 0, column: 2, at: [0, 0, 0] });
  assert.deepEqual(rangesOf({ ...axes, at: [1, 0, 0] }, [0, 2], [1, 3]), [
    [1, 2],
    [0, 2],
    [1, 3],
  ]);
  assert.deepEqual(fitAxes({ ...axes, at: [1, 0, 0] }, [1, 3, 4]).at, [0, 0, 0]);
  assert.deepEqual(fitAxes(axes, [5]), { row: 0, column: undefined, at: [0] });
});

test('numbers are shown short, as they are, fixed and scientific', () => {
  const shown = (value: number): string[] =>
    (['auto', 'exact', 'fixed', 'scientific'] as const).map((format) => showCell(floatCell(value), format));
  assert.deepEqual(shown(2 / 3), ['0.666667', '0.6666666666666666', '0.67', '6.67e-1']);
  assert.deepEqual(shown(2), ['2.0', '2.0', '2.00', '2.00e+0']);
  assert.deepEqual(shown(Number.NEGATIVE_INFINITY), ['-inf', '-inf', '-inf', '-inf']);
  assert.deepEqual(floatCell(Number.NaN), { text: 'NaN', kind: 'missing' });
});

test('times are shown as exactly as their unit is', () => {
  const cases: [bigint, string, string][] = [
    [0n, 'ns', '1970-01-01T00:00:00'],
    [1_000_000_001n, 'ns', '1970-01-01T00:00:01.000000001'],
    [-1n, 'us', '1969-12-31T23:59:59.999999'],
    [1500n, 'ms', '1970-01-01T00:00:01.5'],
    [20_000n, 'D', '2024-10-04'],
    [56n, 'Y', '2026'],
    [13n, 'M', '1971-02'],
    [10n ** 18n, 's', `${10n ** 18n} s`],
    [7n, '25s', '7 25s'],
  ];
  for (const [ticks, unit, text] of cases) assert.equal(ticksText(ticks, unit), text);
});

test('colours run from the lowest number to the highest, and what is none is see-through', () => {
  const numbers = Float64Array.of(1, Number.NaN, 3, Number.POSITIVE_INFINITY);
  assert.deepEqual(extremesOf(numbers), [1, 3]);
  assert.equal(extremesOf(Float64Array.of(Number.NaN)), undefined);
  const pixels = pixelsOf(numbers, [1, 3]);
  assert.deepEqual([...pixels.subarray(0, 8)], [...colourOf(0), 255, 0, 0, 0, 0]);
  assert.deepEqual([...pixels.subarray(8)], [...colourOf(1), 255, 0, 0, 0, 0]);
});

test('bars are as high as their counts, and say what they stand for', () => {
  const bars = barsOf({ edges: [0, 1, 2], counts: [1, 4] }, 100, 40);
  assert.deepEqual(
    bars.map(({ x, y, height, range }) => [x, y, height, range]),
    [
      [0, 30, 10, '[0, 1)'],
      [50, 0, 40, '[1, 2]'],
    ],
  );
  assert.deepEqual([figure(1 / 3), figure(null), figure(12_345_678)], ['0.333333', '', '12345700']);
});

test('keys move among cells, and not beyond the grid', () => {
  const bounds = { rows: 1000, columns: 20, page: 10 };
  const move = (key: string, ctrlKey = false) =>
    moveCell({ key, ctrlKey, metaKey: false }, { row: 5, column: 0 }, bounds);
  assert.deepEqual(move('ArrowDown'), { row: 6, column: 0 });
  assert.deepEqual(move('ArrowLeft'), { row: 5, column: 0 });
  assert.deepEqual(move('PageUp'), { row: 0, column: 0 });
  assert.deepEqual(move('End'), { row: 5, column: 19 });
  assert.deepEqual(move('End', true), { row: 999, column: 19 });
  assert.equal(move('Tab'), undefined);
});
