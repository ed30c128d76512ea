import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import type { Client } from '../../clients/node/index.ts';
import { closeBrowser } from './browser.ts';
import { openDetail } from './detail.ts';

after(closeBrowser);

/** A variable's document, as the host keeps it. */
async function documentOf(client: Client, name: string): Promise<string> {
  const { document } = await client.getRaw(name, { method: 'json' });
  return Buffer.from(document).toString();
}

async function press(pane: Locator, name: string): Promise<void> {
  await pane.getByRole('button', { name, exact: true }).click();
}

test('numbers, texts and truth values are edited as what they are, digit by digit', async (context) => {
  const { client, show } = await openDetail(context, async (other) => {
    await other.set('big', 2n ** 70n);
    await other.set('half', 0.5);
    await other.set('yes', true);
    await other.set('words', 'one');
  });
  const big = await show('big');
  const field = big.getByLabel('Value of big');
  assert.equal(await field.inputValue(), '1180591620717411303424');
  await field.fill('twelve');
  await big.getByText('A whole number, such as -42 or 0xff').waitFor();
  assert.equal(await big.getByRole('button', { name: 'Write', exact: true }).isDisabled(), true);
  await field.fill('1180591620717411303425');
  await field.press('Enter');
  await big.getByText('set by web-inspector').waitFor();
  assert.equal(await documentOf(client, 'big'), '1180591620717411303425');

  const half = await show('half');
  await half.getByLabel('Value of half').fill('2');
  await press(half, 'Write');
  await half.getByText('set by web-inspector').waitFor();
  assert.equal(await documentOf(client, 'half'), '2.0');

  const yes = await show('yes');
  await yes.getByLabel('Value of yes').selectOption('False');
  await press(yes, 'Write');
  await yes.getByText('set by web-inspector').waitFor();
  assert.equal(await client.get('yes'), false);

  const words = await show('words');
  await words.getByLabel('Type').selectOption('None');
  await press(words, 'Write');
  await words.getByText('NoneType').first().waitFor();
  assert.equal(await client.get('words'), null);
});

test('what was written can be undone and redone, and any revision be brought back', async (context) => {
  const { client, show } = await openDetail(context, async (other) => {
    for (const value of [1, 2, 3, 4]) await other.set('x', value);
  });
  const pane = await show('x');
  await press(pane, 'Undo');
  assert.equal((await client.waitFor('x', { sinceRevision: 4 })).newer, true);
  assert.equal(await client.get('x'), 3);
  await press(pane, 'Redo');
  await client.waitFor('x', { sinceRevision: 5 });
  assert.equal(await client.get('x'), 4);
  await pane.getByRole('tab', { name: 'History' }).click();
  const history = pane.getByRole('table', { name: 'History of x' });
  // What the page restores is counted from what it shows as current.
  await history.getByRole('row', { name: /^4 .*current$/ }).waitFor();
  const first = history.getByRole('button', { name: 'Restore revision 1', exact: true });
  await first.click();
  await client.waitFor('x', { sinceRevision: 6 });
  assert.equal(await client.get('x'), 1);
  await first.waitFor({ state: 'detached' });
  await history.getByRole('row').filter({ hasText: 'current' }).getByText('colleague').waitFor();
  await history.getByRole('button', { name: 'Restore revision 3', exact: true }).click();
  await client.waitFor('x', { sinceRevision: 7 });
  assert.equal(await client.get('x'), 3);
});

test('when somebody else writes meanwhile, both values are shown and one is chosen', async (context) => {
  const { client, show } = await openDetail(context, (other) => other.set('x', 1));
  const pane = await show('x');
  const field = pane.getByLabel('Value of x');
  const conflict = pane.getByRole('alert');

  await field.fill('10');
  await client.set('x', 2);
  await conflict.getByText('colleague has changed it meanwhile').waitFor();
  assert.deepEqual(await conflict.locator('pre').allTextContents(), ['2', '10']);
  await press(conflict, 'Keep theirs');
  await conflict.waitFor({ state: 'detached' });
  assert.equal(await field.inputValue(), '2');
  assert.equal(await client.get('x'), 2);

  await field.fill('30');
  await client.set('x', 3);
  await conflict.waitFor();
  await press(conflict, 'Write mine');
  await conflict.waitFor({ state: 'detached' });
  await pane.getByText('set by web-inspector').waitFor();
  assert.equal(await client.get('x'), 30);
});

test('free keys are added, changed and taken away', async (context) => {
  const { client, show } = await openDetail(context, (other) =>
    other.set('x', 1, { info: { unit: 'm', limits: [1, 2] } }),
  );
  const pane = await show('x');
  await pane.getByRole('tab', { name: 'Metadata' }).click();
  const keys = pane.getByRole('table', { name: 'Free keys of x' });
  assert.deepEqual(
    (await keys.getByRole('row').allTextContents()).map((text) => text.replace('EditRemove', '')),
    ['unitm', 'limits[1,2]'],
  );
  await pane.getByLabel('Key', { exact: true }).fill('label');
  await pane.getByLabel('Value', { exact: true }).fill('a "b"');
  await press(pane, 'Add');
  await keys.getByRole('row').filter({ hasText: 'label' }).waitFor();
  await press(keys, 'Edit unit');
  await client.set('x', 2);
  await pane.getByLabel('Value', { exact: true }).fill('km');
  await press(pane, 'Write');
  await keys.getByText('km').waitFor();
  await press(keys, 'Remove limits');
  await keys.getByText('limits').waitFor({ state: 'detached' });
  assert.deepEqual((await client.metadata('x')).info, { unit: 'km', label: 'a "b"' });

  await press(keys, 'Edit unit');
  await client.updateMetadata('x', { unit: 'cm' });
  const conflict = pane.getByRole('alert');
  await conflict.waitFor();
  assert.deepEqual(await conflict.locator('pre').allTextContents(), ['"cm"', 'km']);
  await press(conflict, 'Write mine');
  await keys.getByText('km').waitFor();
  assert.deepEqual((await client.metadata('x')).info.unit, 'km');
});
