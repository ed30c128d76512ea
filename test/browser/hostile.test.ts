import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { closeBrowser, openPage } from './browser.ts';
import { HOSTILE } from './hostile-texts.ts';
import { startPageHost } from './page-host.ts';

after(closeBrowser);

/** Python takes letters of all scripts; these names mean something to JavaScript, or to a sloppy page. */
const NAMES = [
  'constructor',
  'hasOwnProperty',
  'toString',
  'then',
  '__proto__',
  'prototype',
  'ªº',
  'имя',
  '名前',
];

test('60 hostile texts as values, keys, providers and in metadata do nothing, wherever they are shown', async (context) => {
  assert.equal(HOSTILE.length, 60);
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  for (const [index, text] of HOSTILE.entries()) {
    await using client = await connect(host.port, { client: text.slice(0, 64) });
    await client.set(`text_${index}`, text, { info: { note: text, [text.slice(0, 40)]: 1 } });
    await client.set(`tree_${index}`, { [text]: [text, { $type: text }] });
  }
  await using client = await connect(host.port);
  for (const name of NAMES) await client.set(name, name);
  const count = 2 * HOSTILE.length + NAMES.length;
  await page.getByText(`${count} of ${count} variables`).waitFor();
  const grid = page.getByRole('grid', { name: 'Variables' });
  await grid.press('Home');
  for (let row = 0; row < count; row++) {
    const active = await grid.getAttribute('aria-activedescendant');
    const name = decodeURIComponent(active?.replace('row-', '') ?? '');
    await page
      .getByRole('complementary', { name: 'Details' })
      .getByRole('heading', { name, exact: true })
      .waitFor();
    await grid.press('ArrowDown');
  }
  await grid.press('Home');
  for (const tab of ['Metadata', 'History']) {
    await page.getByRole('gridcell', { name: 'text_7', exact: true }).click();
    await page.getByRole('tab', { name: tab }).click();
    await page
      .getByRole('tabpanel')
      .getByText(tab === 'Metadata' ? 'note' : 'revision')
      .first()
      .waitFor();
  }
  // The provider's filter offers each of them, and nothing but text.
  const offered = await page.getByLabel('Provider').locator('option').allTextContents();
  for (const text of HOSTILE) assert.ok(offered.includes(text.slice(0, 64).trim()) || /\s/.test(text), text);
  await grid.press('Home');
  for (let row = 0; row < 4; row++) {
    await grid.press('Space');
    await grid.press('ArrowDown');
  }
  await page.getByRole('button', { name: 'Delete 4 marked' }).click();
  await page.getByRole('link', { name: 'Recycle bin' }).click();
  await page.getByText('4 deleted variables').waitFor();
  assert.equal(await host.cspReports(), 0);
  assert.equal(await page.evaluate('typeof globalThis.hacked'), 'undefined');
});
