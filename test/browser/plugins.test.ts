import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { connect } from '../../clients/node/index.ts';
import { temporaryFolder, writePlugin } from '../core/plugins.ts';
import { assertAccessible } from './accessibility.ts';
import { closeBrowser, openPage } from './browser.ts';
import { type PageHost, startPageHost } from './page-host.ts';

after(closeBrowser);

/** Shows the plugins, and waits until they are there. */
async function openPlugins(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Plugins' }).click();
  await plugin(page, 'workspace').waitFor();
}

function plugin(page: Page, name: string): Locator {
  return page.getByRole('article', { name, exact: true });
}

function state(host: PageHost, name: string): string | undefined {
  return host.host.inspect().plugins.find((one) => one.name === name)?.state;
}

test('the socket server is disabled and enabled, in the config file too', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  await openPlugins(page);
  const server = plugin(page, 'socket-server');
  await server.getByText('active', { exact: true }).waitFor();
  await server.getByRole('button', { name: 'Disable' }).click();
  await server.getByText('disabled', { exact: true }).waitFor();
  assert.equal(state(host, 'socket-server'), 'disabled');
  const config = join(host.folder, 'headframe.config.jsonc');
  assert.match(readFileSync(config, 'utf8'), /"socket-server": \{\s*"enabled": false/);
  await assert.rejects(connect(host.port, { timeoutMs: 1000, reconnect: false }), { code: 'DISCONNECTED' });

  await server.getByRole('button', { name: 'Enable' }).click();
  await server.getByText('active', { exact: true }).waitFor();
  await using client = await connect(Number(host.host.inspect().addresses.tcp?.port));
  await client.set('x', 1);
  await page.getByRole('link', { name: 'Variables' }).click();
  await page.getByRole('gridcell', { name: 'x', exact: true }).waitFor();
});

test('what others require is disabled with them when asked, and shown with them', async (context) => {
  const host = await startPageHost(context);
  const folder = temporaryFolder(context);
  const main = `import { BaseExtension } from 'headframe'; export class Extension extends BaseExtension {}`;
  const base = writePlugin(folder, 'base', main, { version: '2.5' });
  const user = writePlugin(folder, 'user', main, { requirements: ['base>=2'] });
  for (const one of [base, user]) await host.host.install(one);
  const { page } = await openPage(host);
  await openPlugins(page);
  await plugin(page, 'base').getByText('base 2.5.0').waitFor();
  await plugin(page, 'user').locator('summary').click();
  await plugin(page, 'user').getByText('base>=2').waitFor();
  await plugin(page, 'base').getByRole('button', { name: 'Disable' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('base is required by user').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(state(host, 'base'), 'active');
  await plugin(page, 'base').getByRole('button', { name: 'Disable' }).click();
  await dialog.getByRole('button', { name: 'Disable all' }).click();
  for (const name of ['base', 'user']) {
    await plugin(page, name).getByText('disabled', { exact: true }).waitFor();
    assert.equal(state(host, name), 'disabled');
  }
});

test('a plugin that fails says why, and is active again when it is mended and refreshed', async (context) => {
  const host = await startPageHost(context);
  const folder = temporaryFolder(context);
  const main = (work: string): string => `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension { override onLoad() { ${work} } }`;
  await host.host.install(writePlugin(folder, 'shaky', main('')));
  const installed = join(host.folder, '.headframe/extensions');
  const { page } = await openPage(host);
  await openPlugins(page);
  const shaky = plugin(page, 'shaky');
  await shaky.getByText('active', { exact: true }).waitFor();
  writePlugin(installed, 'shaky', main("throw new Error('no oil')"));
  await shaky.getByRole('button', { name: 'Refresh' }).click();
  await shaky.getByText('failed', { exact: true }).waitFor();
  await shaky.getByText('shaky failed in onLoad: no oil').waitFor();
  await page.getByRole('alert').getByText('PLUGIN_FAILED').waitFor();
  writePlugin(installed, 'shaky', main('this.scope.interval("pump", 60000, () => {})'));
  await shaky.getByRole('button', { name: 'Refresh' }).click();
  await shaky.getByText('active', { exact: true }).waitFor();
  await shaky.getByText('1 effects, 0 taps').waitFor();
});

test('the log is followed, by level', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  await openPlugins(page);
  const lines = page.getByRole('list', { name: 'Lines of the log' });
  host.host.logger.info({ plugin: 'probe' }, 'just so');
  host.host.logger.error({ plugin: 'probe' }, 'that is <b>bad</b>');
  await lines.getByText('error probe: that is <b>bad</b>').waitFor();
  await lines.getByText('info probe: just so').waitFor();
  await page.getByLabel('from level').selectOption('error');
  await lines.getByText('just so').waitFor({ state: 'detached' });
  await lines.getByText('that is <b>bad</b>').waitFor();
  await page.getByLabel('follow').uncheck();
  await page.getByLabel('from level').selectOption('info');
  await page.getByLabel('follow').check();
  await lines.getByText('just so').waitFor();
});

test('plugins are accessible, in light and dark, a dialog too', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  await openPlugins(page);
  await plugin(page, 'workspace').locator('summary').click();
  await page.getByRole('listitem').first().waitFor();
  await assertAccessible(page, 'plugins');
  await plugin(page, 'workspace').getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByText('This page would end with it').waitFor();
  await assertAccessible(page, 'a dialog of plugins');
});
