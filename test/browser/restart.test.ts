import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect } from '../../clients/node/index.ts';
import { closeBrowser, openPage } from './browser.ts';
import { startPageHost } from './page-host.ts';

after(closeBrowser);

test('a page outlives its host: it says that it is gone, comes back, and shows what has changed', async (context) => {
  const host = await startPageHost(context);
  const watched = await openPage(host);
  const { page } = watched;
  {
    await using client = await connect(host.port);
    await client.setMany({ kept: 1, changed: 'before', deleted: 2 });
    await page.getByRole('gridcell', { name: "'before'" }).waitFor();
  }
  watched.mayLoseHost = true;
  await host.stop();
  await page.getByRole('alert').getByText('The connection is lost').waitFor();
  await page.getByRole('status').getByText('reconnecting').waitFor();
  assert.equal(await page.getByRole('gridcell', { name: "'before'" }).count(), 1, 'what was there stays');
  await host.start();
  await using client = await connect(host.port);
  await client.set('changed', 'after');
  await client.delete('deleted');
  await client.set('created', [1, 2]);
  await page.getByText('connected', { exact: true }).waitFor();
  await page.getByRole('gridcell', { name: "'after'" }).waitFor();
  await page.getByRole('gridcell', { name: '[1, 2]' }).waitFor();
  await page.getByText('3 of 3 variables').waitFor();
  assert.deepEqual(await page.locator('[role=row]:not(.head) .column-name').allTextContents(), [
    'kept',
    'changed',
    'created',
  ]);
  assert.equal(await page.getByRole('alert').count(), 0);
  await page.getByRole('gridcell', { name: 'kept', exact: true }).click();
  await page.getByRole('grid', { name: 'Variables' }).press('Delete');
  await page.getByText('2 of 2 variables').waitFor();
});

test('a page whose browser is not let in any more says what to do', async (context) => {
  const host = await startPageHost(context);
  const watched = await openPage(host);
  watched.mayLoseHost = true;
  await host.stop();
  rmSync(join(host.folder, '.headframe', 'browser-sessions.json'));
  await host.start();
  await watched.page.getByRole('alert').getByText('run "headframe open"').waitFor();
});

test('a browser that was not let in gets nothing of the page', async (context) => {
  const host = await startPageHost(context);
  for (const path of ['/', '/page.js', '/page.css']) {
    assert.equal((await fetch(`${host.origin}${path}`)).status, 401, path);
  }
});
