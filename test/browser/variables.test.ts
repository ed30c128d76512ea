import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { type Client, connect } from '../../clients/node/index.ts';
import { PythonProcess } from '../clients/python-process.ts';
import { closeBrowser, openPage, openTab } from './browser.ts';
import { type PageHost, startPageHost } from './page-host.ts';

after(closeBrowser);

const FROM_PYTHON = `
import numpy, headframe
with headframe.connect() as workspace:
    workspace['answer'] = 42
    workspace['words'] = ['a', 'b']
    workspace['grid'] = numpy.arange(12.0).reshape(3, 4)
`;

/** Counts in the page how often the first row's preview is drawn, and since when. */
const COUNT_DRAWINGS = `{
  let drawn = 0;
  let began;
  new MutationObserver(() => {
    began ??= performance.now();
    drawn += 1;
  }).observe(document.querySelector('[role=row]:not(.head) .column-preview'), {
    characterData: true, childList: true, subtree: true,
  });
  globalThis.drawings = () => ({ drawn, seconds: (performance.now() - began) / 1000 });
}`;

/** The row of a variable. */
function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) });
}

/** The names that the table shows, from top to bottom. */
function names(page: Page): Promise<string[]> {
  return page.locator('[role=row]:not(.head) .column-name').allTextContents();
}

async function client(context: TestContext, host: PageHost): Promise<Client> {
  const connected = await connect(host.port);
  context.after(() => connected.close());
  return connected;
}

test('variables set from Python appear with what they are', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  await page.getByText('No variable is listed.').waitFor();
  const python = new PythonProcess({ args: ['-c', FROM_PYTHON], port: host.port });
  await python.end();
  await page.getByRole('gridcell', { name: '3 × 4', exact: true }).waitFor();
  const [, name, kind, type, shape, size, preview] = await row(page, 'grid')
    .getByRole('gridcell')
    .allTextContents();
  assert.deepEqual([name, kind, type, shape], ['grid', 'array', 'numpy.ndarray float64', '3 × 4']);
  assert.match(size ?? '', /^\d+ B$/);
  assert.match(preview ?? '', /^array\(\[0\.0, 1\.0/);
  await row(page, 'words').getByText("['a', 'b']").waitFor();
  assert.deepEqual(await names(page), ['answer', 'words', 'grid']);
  await page.getByText('3 of 3 variables').waitFor();
});

test('what changes is followed: values, deletions, undo and redo in the page', async (context) => {
  const host = await startPageHost(context);
  const other = await client(context, host);
  await other.set('x', 'first');
  const { page } = await openPage(host);
  await row(page, 'x').getByText("'first'").waitFor();
  await other.set('x', 'second');
  await row(page, 'x').getByText("'second'").click();
  const header = page.getByRole('banner');
  await header.getByRole('button', { name: 'Undo the last change of x' }).click();
  await row(page, 'x').getByText("'first'").waitFor();
  assert.equal(await other.get('x'), 'first');
  await page.getByRole('grid', { name: 'Variables' }).press('Control+Shift+Z');
  await row(page, 'x').getByText("'second'").waitFor();
  assert.equal(await other.get('x'), 'second');
  await other.delete('x');
  await page.getByText('No variable is listed.').waitFor();
});

test('a variable is created, renamed, duplicated, deleted and brought back', async (context) => {
  const host = await startPageHost(context);
  const other = await client(context, host);
  const { page } = await openPage(host);
  await page.getByRole('button', { name: 'New variable' }).click();
  const dialog = page.getByRole('dialog');
  const create = dialog.getByRole('button', { name: 'Create' });
  await dialog.getByLabel('Name', { exact: true }).fill('1st');
  await dialog.getByText(/does not begin with a digit/).waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill('first');
  await dialog.getByLabel('Value', { exact: true }).fill('[1.0, 12345678901234567890');
  assert.equal(await create.isDisabled(), true);
  await dialog.getByLabel('Value', { exact: true }).fill('[1.0, 12345678901234567890]');
  await create.click();
  await row(page, 'first').waitFor();
  const exact = Buffer.from((await other.getRaw('first')).document).toString();
  assert.equal(exact, '[1.0, 12345678901234567890]');

  const grid = page.getByRole('grid', { name: 'Variables' });
  await grid.press('F2');
  await dialog.getByLabel('Name', { exact: true }).fill('second');
  await dialog.getByLabel('Name', { exact: true }).press('Enter');
  await row(page, 'second').waitFor();
  assert.deepEqual(await names(page), ['second']);

  await page.getByRole('button', { name: 'Variable', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Duplicate…' }).click();
  await dialog.getByRole('button', { name: 'Duplicate' }).click();
  await row(page, 'second_copy').waitFor();
  assert.deepEqual(
    await other.getRaw('second_copy').then(({ document }) => Buffer.from(document).toString()),
    exact,
  );

  await page.getByLabel('Mark all that are listed').check();
  await page.getByRole('button', { name: 'Delete 2 marked' }).click();
  await page.getByText('No variable is listed.').waitFor();
  await page
    .getByText('2 variables were deleted')
    .locator('..')
    .getByRole('button', { name: 'Undo' })
    .click();
  await page.getByText('2 of 2 variables').waitFor();

  await row(page, 'second').click();
  await grid.press('Delete');
  await page.getByText('second was deleted').waitFor();
  await page.getByRole('link', { name: 'Recycle bin' }).click();
  await page.getByText('1 deleted variables').waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'second' })
    .getByRole('button', { name: 'Restore' })
    .click();
  await page.getByText('0 deleted variables').waitFor();
  await page.getByRole('link', { name: 'Back to the variables' }).click();
  await page.getByText('2 of 2 variables').waitFor();
  assert.deepEqual((await other.names()).sort(), ['second', 'second_copy']);
});

test('an error is shown with its code and what to do about it', async (context) => {
  const host = await startPageHost(context);
  const other = await client(context, host);
  await other.set('x', 1);
  await other.lock('x');
  const { page } = await openPage(host);
  await row(page, 'x').click();
  await page.getByRole('grid', { name: 'Variables' }).press('Delete');
  const alert = page.getByRole('alert').filter({ hasText: 'LOCKED' });
  await alert.getByText('Wait until the lock ends.').waitFor();
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await alert.waitFor({ state: 'detached' });
  assert.deepEqual(await names(page), ['x']);
});

test('the table is searched, filtered and sorted, and all of it by the keyboard', async (context) => {
  const host = await startPageHost(context);
  const other = await client(context, host);
  await other.setMany({ beta: 'needle', alpha: [1, 2, 3], gamma: 'hay', delta: 3 });
  const { page } = await openPage(host);
  await page.getByText('4 of 4 variables').waitFor();
  assert.deepEqual(await names(page), ['beta', 'alpha', 'gamma', 'delta']);
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  assert.deepEqual(await names(page), ['alpha', 'beta', 'delta', 'gamma']);
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').press('Enter');
  assert.deepEqual(await names(page), ['beta', 'alpha', 'gamma', 'delta']);
  assert.equal(
    await page.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort'),
    'descending',
  );
  await page.keyboard.press('/');
  await page.keyboard.type('NEEDLE');
  await page.getByText('1 of 4 variables').waitFor();
  assert.deepEqual(await names(page), ['beta']);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.getByLabel('Kind').selectOption('string');
  await page.getByText('2 of 4 variables').waitFor();
  const grid = page.getByRole('grid', { name: 'Variables' });
  await grid.press('End');
  await grid.press('Space');
  const active = await grid.getAttribute('aria-activedescendant');
  assert.equal(active, await row(page, 'gamma').getAttribute('id'));
  assert.equal(await page.getByLabel('Mark gamma').isChecked(), true);
  await page.getByLabel('Kind').selectOption('all');
  await page.getByLabel('Provider').selectOption(other.client);
  await page.getByText('4 of 4 variables').waitFor();
});

test('two pages are in step', async (context) => {
  const host = await startPageHost(context);
  const first = await openPage(host);
  const second = await openTab(host);
  for (const { page } of [first, second]) await page.getByText('No variable is listed.').waitFor();
  await first.page.getByRole('button', { name: 'New variable' }).click();
  await first.page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('shared');
  await first.page.getByRole('dialog').getByLabel('Value', { exact: true }).fill('"from the first"');
  await first.page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await row(second.page, 'shared').getByText("'from the first'").click();
  await second.page.getByRole('grid', { name: 'Variables' }).press('Delete');
  await first.page.getByText('No variable is listed.').waitFor();
});

test('a row that changes all the time is drawn at most ten times a second', async (context) => {
  const host = await startPageHost(context);
  const other = await client(context, host);
  await other.set('busy', 0);
  const { page } = await openPage(host);
  await row(page, 'busy').waitFor();
  await page.evaluate(COUNT_DRAWINGS);
  for (let value = 1; value <= 2000; value++) await other.set('busy', value);
  await row(page, 'busy').getByText('2000', { exact: true }).waitFor();
  const { drawn, seconds } = await page.evaluate<{ drawn: number; seconds: number }>('drawings()');
  assert.ok(drawn >= 1, `${drawn}`);
  // A value and what the host says of it are two drawings.
  assert.ok(drawn <= 2 * (10 * seconds + 2), `${drawn} in ${seconds} s`);
});
