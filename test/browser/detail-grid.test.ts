import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { PythonProcess } from '../clients/python-process.ts';
import { closeBrowser } from './browser.ts';
import { openDetail, type Setting } from './detail.ts';
import type { PageHost } from './page-host.ts';

after(closeBrowser);

const ROWS = 1_000_000;
const MILLION = `
import numpy, pandas, headframe
cells = numpy.arange(${ROWS} * 20.0).reshape(${ROWS}, 20)
cells[-1, -1] = numpy.nan
with headframe.connect() as workspace:
    workspace['big'] = pandas.DataFrame(cells, columns=['c%d' % i for i in range(20)])
`;
const MIXED = `
import numpy, pandas, headframe
with headframe.connect() as workspace:
    workspace['mixed'] = pandas.DataFrame({'count': [1, 2, 3], 'name': ['x', None, '<b>z</b>'], 'share': [.5, numpy.nan, 2 / 3],
      'group': pandas.Categorical(['u', 'v', None]), 'day': pandas.to_datetime(['2026-01-01', '2026-01-02', None]),
      'maybe': pandas.array([1, None, 3], dtype='Int64')}, index=['r1', 'r2', 'r3'])
    workspace['cube'] = numpy.arange(24).reshape(2, 3, 4)
    workspace['line'] = pandas.Series([1.5, 2.5], name='heights')
    workspace['raw'] = bytes(range(40))
    workspace['masked'] = numpy.ma.array([1, 2], mask=[False, True])
`;

/** Opens the page of a host that a Python program has filled; all parts of values that are asked for are noted. */
async function openFilled(
  context: TestContext,
  program: string,
): Promise<Setting & { readonly asked: (readonly (readonly number[])[])[] }> {
  const setting = await openDetail(context, (_, host) =>
    new PythonProcess({ args: ['-c', program], port: host.port }).end(),
  );
  return { ...setting, asked: noteSlices(setting.host) };
}

/** Notes the ranges of each slice from now on. */
function noteSlices({ host }: PageHost): (readonly (readonly number[])[])[] {
  const asked: (readonly (readonly number[])[])[] = [];
  const { commands } = host;
  const dispatch = commands.dispatch.bind(commands);
  commands.dispatch = (name, params, context) => {
    if (name === 'get_slice') {
      const ranges = params instanceof Map ? params.get('ranges') : (params as readonly unknown[])[1];
      asked.push(JSON.parse(JSON.stringify(ranges)));
    }
    return dispatch(name, params, context);
  };
  return asked;
}

/** The texts of the cells of the row with a label. */
function cellsOf(pane: Locator, label: string): Promise<string[]> {
  const head = pane.page().getByRole('rowheader', { name: label, exact: true });
  return pane.getByRole('row').filter({ has: head }).getByRole('gridcell').allTextContents();
}

test('1,000,000 rows of 20 columns are paged through, and no request asks for more than 200 × 50', async (context) => {
  const { page, asked, show } = await openFilled(context, MILLION);
  const pane = await show('big');
  const grid = pane.getByRole('grid', { name: 'Cells of big' });
  await grid.getByText('c0').waitFor();
  assert.deepEqual((await cellsOf(pane, '0')).slice(0, 2), ['0.0', '1.0']);
  assert.equal(await grid.getAttribute('aria-rowcount'), String(ROWS + 1));

  await grid.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('End');
  await pane.getByRole('rowheader', { name: '999999', exact: true }).waitFor();
  await grid.getByText('NaN').waitFor();
  assert.deepEqual((await cellsOf(pane, '999999')).slice(-2), ['19999998.0', 'NaN']);
  assert.deepEqual((await cellsOf(pane, '999998')).slice(-1), ['19999979.0']);
  await pane.getByText('999999, c19 = NaN').waitFor();

  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowUp');
  await grid.hover();
  await page.mouse.wheel(0, -240);
  await page.keyboard.press('Control+Home');
  await pane.getByRole('rowheader', { name: '0', exact: true }).waitFor();

  // As by dragging the scroll bar: to the middle, over many places that nobody needs to see.
  await grid.evaluate(async (element) => {
    for (let step = 1; step <= 100; step++) {
      element.scrollTop = (step / 200) * (element.scrollHeight - element.clientHeight);
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
  const middle = pane.getByRole('rowheader').nth(5);
  await middle.filter({ hasText: /^(499|500)\d{3}$/ }).waitFor();
  const label = Number(await middle.textContent());
  const [first] = await cellsOf(pane, String(label));
  assert.equal(first, `${label * 20}.0`);

  assert.ok(asked.length < 100, `${asked.length} requests`);
  for (const [[row = 0, rowEnd = ROWS] = [], [column = 0, columnEnd = 20] = []] of asked) {
    assert.ok(rowEnd - row <= 200 && columnEnd - column <= 50, `${row}-${rowEnd}, ${column}-${columnEnd}`);
  }
});

test('cells, labels and heads say what pandas and numpy hold', async (context) => {
  const { client, page, show } = await openFilled(context, MIXED);
  const mixed = await show('mixed');
  await mixed.getByText('r1', { exact: true }).waitFor();
  assert.deepEqual(
    await mixed
      .getByRole('columnheader')
      .allTextContents()
      .then((all) => all.slice(1)),
    ['countint64', 'nameobject', 'sharefloat64', 'groupcategory', 'daydatetime64[ns]', 'maybeInt64'],
  );
  assert.deepEqual(await cellsOf(mixed, 'r1'), ['1', 'x', '0.5', 'u', '2026-01-01T00:00:00', '1']);
  assert.deepEqual(await cellsOf(mixed, 'r2'), ['2', 'None', 'NaN', 'v', '2026-01-02T00:00:00', '<NA>']);
  assert.deepEqual(await cellsOf(mixed, 'r3'), ['3', '<b>z</b>', '0.666667', 'NaN', 'NaT', '3']);
  await mixed.getByLabel('Numbers').selectOption('exact');
  assert.equal((await cellsOf(mixed, 'r3'))[2], '0.6666666666666666');

  const cube = await show('cube');
  await cube.getByText('int64').first().waitFor();
  assert.deepEqual(await cellsOf(cube, '1'), ['4', '5', '6', '7']);
  await cube.getByLabel('Axis 0 at').fill('1');
  await cube.getByLabel('Axis 0 at').press('Enter');
  await cube.getByText('16', { exact: true }).waitFor();
  assert.deepEqual(await cellsOf(cube, '1'), ['16', '17', '18', '19']);
  await cube.getByLabel('Rows').selectOption({ label: 'axis 2 (4)' });
  await cube.getByText('rows 0–3 of 4, 3 columns').waitFor();
  await cube.getByText('21', { exact: true }).waitFor();
  assert.deepEqual(await cellsOf(cube, '1'), ['13', '17', '21']);

  const line = await show('line');
  await line.getByText('heights').first().waitFor();
  assert.deepEqual(await cellsOf(line, '1'), ['2.5']);
  const raw = await show('raw');
  await raw.getByText('27', { exact: true }).first().waitFor();
  assert.deepEqual((await cellsOf(raw, '00000020')).slice(6, 9), ['26', '27', '']);
  const masked = await show('masked');
  await masked.getByText('--').waitFor();
  assert.deepEqual(await cellsOf(masked, '0'), ['1']);

  await client.set('cube', new Int32Array([7, 8]));
  const flat = await show('cube');
  await flat.getByText('int32').first().waitFor();
  assert.deepEqual(await cellsOf(flat, '1'), ['8']);
  assert.equal(await page.locator('b').count(), 0);
});

test('a container is opened item by item, and followed when it changes', async (context) => {
  const { client, page, show } = await openDetail(context, (other) =>
    other.set('tree', {
      words: ['a', { deep: [1.5, null] }],
      long: Array.from({ length: 5000 }, (_, i) => i),
    }),
  );
  const pane = await show('tree');
  const tree = pane.getByRole('tree', { name: 'Items of tree' });
  const item = (key: string): Locator =>
    tree.getByRole('treeitem').filter({ has: page.locator('.tree-key').getByText(key, { exact: true }) });
  await item("'words'").click();
  await item('1').click();
  await item("'deep'").click();
  await tree.getByText('1.5', { exact: true }).waitFor();
  assert.equal(await item("'deep'").getAttribute('aria-level'), '3');

  await tree.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await item("'deep'").waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await item('0').waitFor();
  await page.keyboard.press('End');
  await item('4999').waitFor();
  assert.equal(await item('4999').getAttribute('aria-setsize'), '5000');

  await client.set('tree', { words: [], long: [1, 2, 3] });
  await tree.getByText('[1, 2, 3]', { exact: true }).waitFor();
  await item('4999').waitFor({ state: 'detached' });
});
