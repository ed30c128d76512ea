import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostRows, rowWindow, scrollToRow } from '../../plugins/web-inspector/page/ui/window.ts';
import { fc } from '../property.ts';
import { testSeed } from '../seed.ts';

const ROW = 28;
const place = fc.record({ count: fc.nat(10_000), scrollTop: fc.nat(300_000), height: fc.nat(2000) });

test('all rows that can be seen are rendered, and few others', () => {
  fc.assert(
    fc.property(place, ({ count, scrollTop, height }) => {
      const { start, end } = rowWindow(count, ROW, scrollTop, height);
      assert.ok(start >= 0 && start <= end && end <= count);
      const first = Math.floor(scrollTop / ROW);
      const last = Math.ceil((scrollTop + height) / ROW) - 1;
      if (first < count) assert.ok(start <= first);
      if (height > 0 && last < count) assert.ok(end > last);
      assert.ok(end - start <= mostRows(ROW, height), `${end - start}`);
    }),
    { seed: testSeed() },
  );
});

test('a row is scrolled to no further than it takes to see it', () => {
  assert.equal(scrollToRow(5, ROW, 0, 280), 0);
  assert.equal(scrollToRow(5, ROW, 200, 280), 140);
  assert.equal(scrollToRow(20, ROW, 0, 280), 21 * ROW - 280);
});
