import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { PythonProcess } from '../clients/python-process.ts';
import { closeBrowser } from './browser.ts';
import { openDetail } from './detail.ts';

after(closeBrowser);

const FROM_PYTHON = `
import numpy, pandas, headframe
with headframe.connect() as workspace:
    workspace['table'] = pandas.DataFrame({'a': [1, 2], 'b': ['x, "y"', None]})
    workspace['grid'] = numpy.arange(6, dtype='f4').reshape(2, 3)
`;
/** What Python makes of what came back from files. */
const INTO_PYTHON = `
import numpy, headframe, io, sys
with headframe.connect() as workspace:
    print(workspace['table'].to_csv(index=False), end='')
    print(workspace['grid'].dtype, workspace['grid'].tolist())
    print(workspace['tree'])
`;

async function choose(pane: Locator, menu: string, item: string): Promise<void> {
  await pane.getByRole('button', { name: menu, exact: true }).click();
  await pane.getByRole('menuitem', { name: item, exact: true }).click();
}

/** The bytes of a download, and its name. */
async function exported(page: Page, pane: Locator, format: string): Promise<readonly [string, Buffer]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    choose(pane, 'File', `Export as ${format}`),
  ]);
  return [download.suggestedFilename(), readFileSync(await download.path())];
}

async function imported(page: Page, pane: Locator, name: string, buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(pane, 'File', 'Import…')]);
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

test('values go into files and come out of them as they were', async (context) => {
  const { page, host, client, show } = await openDetail(context, async (other, { port }) => {
    await new PythonProcess({ args: ['-c', FROM_PYTHON], port }).end();
    await other.set('tree', { a: [1, 2.5], b: null });
  });
  const table = await show('table');
  const [csvName, csv] = await exported(page, table, 'CSV');
  assert.deepEqual([csvName, csv.toString()], ['table.csv', 'a,b\n1,"x, ""y"""\n2,\n']);
  await imported(page, table, 'other.csv', Buffer.from('a,b\n3,z\n4,\n'));
  await page.getByText('table was read from other.csv').waitFor();
  await table.getByText('set by web-inspector').waitFor();

  const grid = await show('grid');
  const [, npy] = await exported(page, grid, 'NPY');
  assert.equal(npy.subarray(1, 6).toString(), 'NUMPY');
  await client.set('grid', 'gone');
  await grid.getByText('set by colleague').waitFor();
  await imported(page, grid, 'grid.npy', npy);
  await page.getByText('grid was read from grid.npy').waitFor();

  const tree = await show('tree');
  const [, json] = await exported(page, tree, 'JSON');
  assert.deepEqual(JSON.parse(json.toString()), { a: [1, 2.5], b: null });
  await imported(page, tree, 'tree.json', Buffer.from('{"a": {"$type": "tuple", "items": [1.0]}}'));
  await page.getByText('tree was read from tree.json').waitFor();

  assert.equal(
    await new PythonProcess({ args: ['-c', INTO_PYTHON], port: host.port }).end(),
    "a,b\n3,z\n4,\nfloat32 [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]\n{'a': (1.0,)}",
  );
});

test('a file that cannot be read changes nothing', async (context) => {
  const { page, client, show } = await openDetail(context, (other) => other.set('x', 1));
  const pane = await show('x');
  await imported(page, pane, 'x.npy', Buffer.from('no array'));
  await page.getByText('does not begin as one').waitFor();
  await imported(page, pane, 'x.txt', Buffer.from('1'));
  await page.getByText('x.txt is none of .json, .csv and .npy').waitFor();
  await imported(page, pane, 'x.json', Buffer.from('{'));
  await page.getByRole('alert').filter({ hasText: 'BAD_JSON' }).waitFor();
  assert.equal(await client.get('x'), 1);
});

test('programs that read a variable are copied, and curl reads it by HTTP', async (context) => {
  const { page, host, show } = await openDetail(context, (other) => other.set('x', [1, 2]), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const pane = await show('x');
  const copied = async (form: string): Promise<string> => {
    await choose(pane, 'Copy as', form);
    await page.getByText(`${form} was copied`).waitFor();
    return page.evaluate(() =>
      (
        globalThis as unknown as { navigator: { clipboard: { readText(): Promise<string> } } }
      ).navigator.clipboard.readText(),
    );
  };
  const python = `${await copied('Python')}print(value)`;
  assert.equal(await new PythonProcess({ args: ['-c', python], port: host.port }).end(), '[1, 2]');
  assert.match(await copied('TypeScript'), /const value = await client\.get\("x"\);/);
  const [, url = ''] = /'(http[^']+)'/.exec(await copied('curl')) ?? [];
  assert.equal(url, `${host.origin}/variables/x`);
  assert.equal(await page.evaluate(async (address) => (await fetch(address)).text(), url), '[1,2]');
});
