import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { PythonProcess } from '../clients/python-process.ts';
import { assertAccessible } from './accessibility.ts';
import { closeBrowser } from './browser.ts';
import { openDetail } from './detail.ts';

after(closeBrowser);

const WIDE = `
import numpy, pandas, headframe
with headframe.connect() as workspace:
    workspace['wide'] = pandas.DataFrame(numpy.arange(90).reshape(2, 45))
`;

test('a long array is drawn as a line from a sample, and a part of it from all its elements', async (context) => {
  const { page, show } = await openDetail(context, (other) =>
    other.set(
      'wave',
      Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 500)),
    ),
  );
  const pane = await show('wave');
  await pane.getByRole('tab', { name: 'Plot' }).click();
  await pane.getByText('4,000 points, one of 25 rows').waitFor();
  await pane.getByRole('img', { name: 'Line of wave, column 0, rows 0 to 99999' }).waitFor();
  const drawn = await pane.locator('.plot canvas').evaluate((element) => {
    const canvas = element as unknown as {
      width: number;
      height: number;
      getContext(kind: '2d'): { getImageData(...area: number[]): { data: Uint8ClampedArray } };
    };
    return canvas
      .getContext('2d')
      .getImageData(0, 0, canvas.width, canvas.height)
      .data.some((byte) => byte > 0);
  });
  assert.equal(drawn, true);

  await pane.getByLabel('From row').fill('5000');
  await pane.getByLabel('From row').press('Enter');
  await pane.getByRole('img', { name: 'Line of wave, column 0, rows 5000 to 99999' }).waitFor();
  await pane.getByLabel('to', { exact: true }).fill('5999');
  await pane.getByLabel('to', { exact: true }).press('Enter');
  await pane.getByRole('img', { name: 'Line of wave, column 0, rows 5000 to 5999' }).waitFor();
  await pane.getByText('1,000 points', { exact: true }).waitFor();

  const box = await pane.locator('.u-over').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await pane.getByText(/^50\d points$/).waitFor();
  await pane.getByRole('button', { name: 'All', exact: true }).click();
  await pane.getByText('4,000 points, one of 25 rows').waitFor();
});

test('a matrix is drawn as a heat map, whose colours are its numbers', async (context) => {
  const { show, client } = await openDetail(context, async (other) => {
    await other.set('rows', [0]);
  });
  const document = {
    $type: 'ndarray',
    dtype: '<f8',
    shape: [2, 3],
    data: Buffer.from(Float64Array.of(0, 1, 2, 3, 4, Number.NaN).buffer).toString('base64'),
  };
  const bytes = Buffer.from(JSON.stringify(document));
  await client.setRaw('matrix', { method: 'json', document: bytes, buffers: [] });
  const pane = await show('matrix');
  await pane.getByRole('tab', { name: 'Plot' }).click();
  const picture = pane.getByRole('img', { name: 'Heat map of matrix: 2 rows, 3 columns, from 0 to 4' });
  await picture.waitFor();
  const pixels = await picture.evaluate((element) => {
    const canvas = element as unknown as {
      getContext(kind: '2d'): { getImageData(...area: number[]): { data: Uint8ClampedArray } };
    };
    return [...canvas.getContext('2d').getImageData(0, 0, 3, 2).data];
  });
  const pixel = (row: number, column: number): number[] =>
    pixels.slice((row * 3 + column) * 4, (row * 3 + column + 1) * 4);
  assert.deepEqual(pixel(0, 0), [68, 1, 84, 255]);
  assert.deepEqual(pixel(1, 1), [253, 231, 37, 255]);
  assert.deepEqual(pixel(1, 2), [0, 0, 0, 0]);
  await picture.hover({ position: { x: 3, y: 3 } });
  await pane.getByText('[0, 0] = 0').waitFor();
  await pane.getByRole('checkbox', { name: 'Heat map' }).uncheck();
  await pane.getByLabel('Column', { exact: true }).fill('1');
  await pane.getByLabel('Column', { exact: true }).press('Enter');
  await pane.getByRole('img', { name: 'Line of matrix, column 1, rows 0 to 1' }).waitFor();
});

test('figures of an array come from the host, with a histogram', async (context) => {
  const { show } = await openDetail(context, (other) =>
    other.set(
      'numbers',
      Float64Array.from({ length: 1000 }, (_, i) => (i === 999 ? Number.NaN : i)),
    ),
  );
  const pane = await show('numbers');
  await pane.getByRole('tab', { name: 'Statistics' }).click();
  const row = pane.getByRole('row').filter({ hasText: 'values' });
  const histogram = row.getByRole('img', { name: 'Histogram of values: most, 50, are in [0, 49.9)' });
  await histogram.waitFor();
  assert.deepEqual((await row.getByRole('cell').allTextContents()).slice(0, 8), [
    '1,000',
    '1',
    '0',
    '249.5',
    '499',
    '748.5',
    '998',
    '499',
  ]);
  assert.equal(await histogram.locator('rect').count(), 20);
});

test('figures of a wide table come twenty columns at a time', async (context) => {
  const { show } = await openDetail(context, (_, { port }) =>
    new PythonProcess({ args: ['-c', WIDE], port }).end(),
  );
  const pane = await show('wide');
  await pane.getByRole('tab', { name: 'Statistics' }).click();
  await pane.getByText('columns 0–19 of 45').waitFor();
  const row = (name: string): Locator =>
    pane.getByRole('row').filter({ has: pane.page().getByRole('rowheader', { name, exact: true }) });
  await row('19').getByRole('cell', { name: '64', exact: true }).waitFor();
  for (const shown of ['columns 20–39 of 45', 'columns 40–44 of 45']) {
    await pane.getByRole('button', { name: 'Next columns' }).click();
    await pane.getByText(shown).waitFor();
  }
  await row('44').getByRole('cell', { name: '89', exact: true }).waitFor();
  assert.equal(await pane.getByRole('rowheader').count(), 5);
});

test('every view of a variable is accessible, in light and dark colours', async (context) => {
  const { page, show } = await openDetail(context, async (other) => {
    await other.set(
      'wave',
      Float64Array.from({ length: 500 }, (_, i) => Math.sin(i / 50)),
      {
        info: { unit: 'm' },
      },
    );
    await other.set('tree', { a: [1, 2], b: null });
    await other.set('n', 1);
    await other.set('n', 2);
  });
  const wave = await show('wave');
  await wave.getByRole('gridcell').first().waitFor();
  await assertAccessible(page, 'grid');
  for (const [tab, seen] of [
    ['Plot', '500 points'],
    ['Statistics', 'Median'],
    ['Metadata', 'Free keys'],
    ['History', 'current'],
  ] as const) {
    await wave.getByRole('tab', { name: tab }).click();
    await wave.getByText(seen).first().waitFor();
    await assertAccessible(page, tab);
  }
  const tree = await show('tree');
  await tree.getByRole('treeitem').first().waitFor();
  await assertAccessible(page, 'tree');
  const n = await show('n');
  await n.getByLabel('Value of n').fill('not a number');
  await assertAccessible(page, 'editor');
});
