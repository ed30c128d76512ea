import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { connect } from '../../clients/node/index.ts';
import { accessibilityProblems } from './accessibility.ts';
import { closeBrowser, openPage } from './browser.ts';
import { startPageHost } from './page-host.ts';

after(closeBrowser);

/** What the shell and the variables show, and how one comes to each from the one before. */
const STEPS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  variables: (page) => page.getByText('7 of 7 variables').waitFor(),
  'the details of an array': (page) => select(page, 'ones'),
  'the details of a mapping': (page) => select(page, 'config'),
  'the details of a text': (page) => select(page, 'words'),
  'an open menu': async (page) => {
    await page.getByRole('button', { name: 'Variable', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Rename…' }).waitFor();
  },
  'a dialog': async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New variable' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('1');
  },
  'an error and a notice': async (page) => {
    await page.keyboard.press('Escape');
    await select(page, 'locked');
    await page.getByRole('grid', { name: 'Variables' }).press('Delete');
    await page.getByRole('alert').filter({ hasText: 'LOCKED' }).waitFor();
    await select(page, 'words');
    await page.getByRole('grid', { name: 'Variables' }).press('Delete');
    await page.getByText('words was deleted').waitFor();
  },
  'the recycle bin': async (page) => {
    await page.getByRole('link', { name: 'Recycle bin' }).click();
    await page.getByText('1 deleted variables').waitFor();
  },
};

async function select(page: Page, name: string): Promise<void> {
  await page.getByRole('gridcell', { name, exact: true }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('heading', { name, exact: true }).waitFor();
}

test("every view is accessible by axe-core's rules, in light and dark", async (context) => {
  const host = await startPageHost(context);
  await using client = await connect(host.port);
  await client.setMany({
    ratio: 1.5,
    ones: new Float64Array(100).fill(0.5),
    words: 'some text',
    steps: [1, [2, 3]],
    config: { a: 1, b: { c: null } },
    missing: null,
    locked: true,
  });
  await client.lock('locked', { leaseMs: 600_000 });
  const { page } = await openPage(host);
  const problems: string[] = [];
  for (const [what, step] of Object.entries(STEPS)) {
    await step(page);
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${what}: ${problem}`));
  }
  assert.deepEqual(problems, []);
});
