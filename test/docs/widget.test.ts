import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openPage } from '../browser/browser.ts';
import { startPageHost } from '../browser/page-host.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { filesOf, readPage } from './files.ts';
import { fileOf } from './markdown.ts';

const blocks = readPage('widget');

after(closeBrowser);

test('every block is a file of the plugin', () => {
  assert.deepEqual(blocks.map(fileOf), ['plugin.json', 'main.ts', 'panel.ts']);
});

test('its panel shows the variable, and calls the command', async (context) => {
  const folder = temporaryFolder(context);
  writeFiles(folder, filesOf(blocks));
  const host = await startPageHost(context);
  await host.host.install(folder);
  const { page } = await openPage(host);
  const panel = page.frameLocator('iframe[title="Heating"]');
  await panel.getByText('wanted: 19 °C').waitFor();
  await panel.getByRole('button', { name: 'Warmer' }).click();
  await panel.getByText('wanted: 20 °C').waitFor();
  const variable = await host.dispatch('get_metadata', { name: 'temp_wanted' });
  assert.equal((variable.metadata as { provider: string }).provider, 'heating');
});
