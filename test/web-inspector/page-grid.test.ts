import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clampOffset,
  offsetAt,
  offsetShowing,
  placesSeen,
  scrolledTo,
  scrollRange,
} from '../../plugins/web-inspector/page/detail/grid/scroll-range.ts';
import { TileLoader } from '../../plugins/web-inspector/page/detail/grid/tile-loader.ts';
import { tileAt, tilesOf } from '../../plugins/web-inspector/page/detail/grid/tiles.ts';
import { fc } from '../property.ts';

const ROW = 24;
const VIEW = 400;

test('a short grid scrolls pixel by pixel', () => {
  const range = scrollRange(1000, ROW, VIEW);
  assert.equal(range.drawn, 24_000);
  assert.equal(offsetAt(range, 1234), 1234);
  assert.equal(scrolledTo(range, 1234), 1234);
});

test('a grid that is longer than any element can be is reached from end to end', () => {
  const range = scrollRange(100_000_000, ROW, VIEW);
  assert.ok(range.drawn <= 8_000_000);
  assert.equal(offsetAt(range, 0), 0);
  assert.equal(offsetAt(range, range.drawn - VIEW), range.full - VIEW);
  const [start, end] = placesSeen(range.full - VIEW, VIEW, ROW, 100_000_000);
  assert.deepEqual([start, end], [99_999_983, 100_000_000]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: range.full - VIEW, noNaN: true }), (offset) => {
      assert.ok(Math.abs(offsetAt(range, scrolledTo(range, offset)) - offset) < 1);
    }),
  );
});

test('a place is brought into sight by the smallest move', () => {
  const range = scrollRange(1_000_000, ROW, VIEW);
  assert.equal(offsetShowing(range, 2400, 100, ROW), 2400);
  assert.equal(offsetShowing(range, 2400, 99, ROW), 99 * ROW);
  assert.equal(offsetShowing(range, 2400, 117, ROW), 118 * ROW - VIEW);
  assert.equal(offsetShowing(range, 0, 999_999, ROW), range.full - VIEW);
  assert.equal(clampOffset(scrollRange(3, ROW, VIEW), 100), 0);
});

test('tiles cover what is seen, and none asks for more than 200 × 50 cells or beyond the grid', () => {
  const side = fc.integer({ min: 1, max: 2_000_000 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.nat(60),
      (rows, columns, at, count) => {
        const row = Math.floor(at * rows);
        const column = Math.floor(at * columns);
        const seen = {
          row,
          rowEnd: Math.min(rows, row + count),
          column,
          columnEnd: Math.min(columns, column + count),
        };
        const tiles = tilesOf(seen, rows, columns);
        for (const tile of tiles) {
          assert.ok(tile.rowEnd - tile.row <= 200 && tile.columnEnd - tile.column <= 50);
          assert.ok(tile.rowEnd <= rows && tile.columnEnd <= columns && tile.rowEnd > tile.row);
        }
        for (const [r, c] of [
          [seen.row, seen.column],
          [seen.rowEnd - 1, seen.columnEnd - 1],
        ] as const) {
          if (count === 0) continue;
          assert.ok(
            tiles.some((tile) => tile.row <= r && r < tile.rowEnd && tile.column <= c && c < tile.columnEnd),
          );
          assert.ok(tiles.some((tile) => tile.row === tileAt(r, c, rows, columns).row));
        }
      },
    ),
  );
});

/** Tiles as their own names, loaded when they are let go on. */
function setting() {
  const asked: string[] = [];
  const errors: unknown[] = [];
  const open: ((failure?: Error) => void)[] = [];
  const loader = new TileLoader<string>({
    load: ({ row }) =>
      new Promise((resolve, reject) => {
        asked.push(String(row));
        open.push((failure) => (failure ? reject(failure) : resolve(`tile ${row}`)));
      }),
    loaded: () => {},
    failed: (error) => errors.push(error),
  });
  const settle = async (failure?: Error): Promise<void> => {
    open.shift()?.(failure);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { loader, asked, errors, settle };
}

const area = (row: number) => ({ row, rowEnd: row + 100, column: 0, columnEnd: 20 });

test('who scrolls past many tiles asks for those that are seen in the end', async () => {
  const { loader, asked, settle } = setting();
  for (let row = 0; row < 100_000; row += 100) loader.want([area(row)]);
  assert.deepEqual(asked, ['0', '100', '200']);
  await settle();
  assert.deepEqual(asked.slice(3), ['99900']);
  await settle();
  await settle();
  await settle();
  assert.equal(loader.get('99900:0'), 'tile 99900');
  assert.equal(asked.length, 4);
});

test('tiles stay as they were while a changed value is read again', async () => {
  const { loader, asked, settle } = setting();
  loader.want([area(0)]);
  await settle();
  loader.renew();
  assert.deepEqual(asked, ['0', '0']);
  assert.equal(loader.get('0:0'), 'tile 0');
  loader.want([area(0)]);
  assert.equal(asked.length, 2, 'it is being read');
});

test('a tile that fails is told of once and asked for again when the value changes', async () => {
  const { loader, asked, errors, settle } = setting();
  loader.want([area(0)]);
  await settle(new Error('no'));
  assert.equal(errors.length, 1);
  assert.equal(asked.length, 1);
  loader.want([area(0)]);
  assert.equal(asked.length, 2);
});

test('what is kept is bounded', async () => {
  const { loader, settle } = setting();
  for (let row = 0; row < 10_000; row += 100) {
    loader.want([area(row)]);
    await settle();
  }
  assert.equal(loader.size, 48);
  assert.equal(loader.get('0:0'), undefined);
  loader.close();
  assert.equal(loader.size, 0);
});
