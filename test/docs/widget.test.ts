import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { closeBrowser, openPage } from '../browser/browser.ts';
import { startPageHost } from '../browser/page-host.ts';
import { writeFiles } from '../core/plugins.ts';
import { typeErrors } from '../types/compile.ts';
import { fileOf, readBlocks } from './markdown.ts';

const LIBRARIES = ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'].map((name) => `lib.${name}.d.ts`);

/** Inside the checkout, where `headframe` leads to the sources and Node finds the types. */
const folder = mkdtempSync(resolve('test/docs/.widget-'));
const blocks = readBlocks(readFileSync('docs/how-to/widget.md', 'utf8'));
writeFiles(folder, Object.fromEntries(blocks.map((block) => [fileOf(block) ?? 'no file', block.text])));

after(() => {
  closeBrowser();
  rmSync(folder, { recursive: true, force: true });
});

test('every block is a file of the plugin', () => {
  assert.deepEqual(blocks.map(fileOf), ['plugin.json', 'main.ts', 'panel.ts']);
});

test('it type-checks', () => {
  const files = ['main.ts', 'panel.ts'].map((name) => join(folder, name));
  assert.deepEqual(typeErrors(files, { rootDir: '/', lib: LIBRARIES }), []);
});

test('its panel shows the variable, and calls the command', async (context) => {
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
