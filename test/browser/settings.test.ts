import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { Scope } from '../../core/index.ts';
import { temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';
import { assertAccessible } from './accessibility.ts';
import { closeBrowser, openPage } from './browser.ts';
import { type PageHost, startPageHost } from './page-host.ts';

after(closeBrowser);

const FILE = 'headframe.config.jsonc';

function configOf(host: PageHost): string {
  return readFileSync(join(host.folder, FILE), 'utf8');
}

/** Writes the config file as somebody's editor would, and has the host read it. */
async function writeConfig(host: PageHost, text: string): Promise<void> {
  writeFileSync(join(host.folder, FILE), text);
  await host.host.reload();
}

/** Resolves when the host has another value for a setting. */
function changeOf(host: PageHost, key: string): Promise<void> {
  const scope = new Scope({ name: 'test', rank: 0 });
  return new Promise((resolve) => {
    host.host.configuration.changed.tap(scope, (change) => {
      if (`${change.plugin}.${change.key}` !== key) return;
      void scope.dispose();
      resolve();
    });
  });
}

/** Shows the settings, and waits until they are there. */
async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Search settings').waitFor();
}

function setting(page: Page, path: string): Locator {
  return page.locator(`[data-setting="${path}"]`);
}

/** Waits until the page is light, or dark. */
async function untilScheme(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.locator(`html[style*="color-scheme: ${scheme};"]`).waitFor();
}

/** The value of a custom property of the page's root. */
function colour(page: Page, name: string): Promise<string> {
  return page.evaluate(`document.documentElement.style.getPropertyValue('--${name}')`);
}

test('a setting is changed, stands in the file with its comments kept, and is reset', async (context) => {
  const host = await startPageHost(context);
  await writeConfig(
    host,
    '{\n  // keep me\n  "plugins": { "settings": { "settings": { "locale": "fr" } } }\n}\n',
  );
  const { page } = await openPage(host);
  await openSettings(page);
  const locale = setting(page, 'settings.locale');
  const input = locale.getByLabel('Language', { exact: true });
  assert.equal(await input.inputValue(), 'fr');
  await locale.getByText(`Set by ${join(host.folder, FILE)}:3:`).waitFor();

  const changed = changeOf(host, 'settings.locale');
  await input.fill('de');
  await input.press('Enter');
  await changed;
  assert.match(configOf(host), /\/\/ keep me\n.*"locale": "de"/);

  await locale.getByRole('button', { name: 'Reset Language' }).click();
  await locale.getByText('modified').waitFor({ state: 'detached' });
  assert.equal(await input.inputValue(), 'en');
  assert.match(configOf(host), /keep me/);
  assert.doesNotMatch(configOf(host), /locale/);
});

test('what the host refuses is told beside the field, and the value stays', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  await openSettings(page);
  const colourField = setting(page, 'settings.main_theme');
  const input = colourField.getByLabel('Background colour', { exact: true });
  await input.fill('red');
  await input.press('Enter');
  await colourField.getByText('settings.main_theme must match pattern').waitFor();
  assert.equal(await input.getAttribute('aria-invalid'), 'true');
  assert.equal(host.host.configuration.get('settings.main_theme'), '#F7F7F7');

  const port = setting(page, 'workspace.history');
  await port.getByLabel('history', { exact: true }).fill('0');
  await port.getByLabel('history', { exact: true }).press('Enter');
  await port.getByText('At least 1.').waitFor();

  const hosts = setting(page, 'web-inspector.allowedHosts');
  const json = hosts.getByLabel('allowedHosts', { exact: true });
  await json.fill('[1');
  await hosts.getByRole('button', { name: 'Save' }).click();
  await hosts.getByText('This is no JSON').waitFor();
  await json.fill('[1]');
  await hosts.getByRole('button', { name: 'Save' }).click();
  await hosts.getByText('web-inspector.allowedHosts.0 must be string').waitFor();
  const changed = changeOf(host, 'web-inspector.allowedHosts');
  await json.fill('["inspector.test"]');
  await hosts.getByRole('button', { name: 'Save' }).click();
  await changed;
  await hosts.getByText('modified').waitFor();
});

test('settings follow the file, say what overrides it, and are found by a search', async (context) => {
  const host = await startPageHost(context, { workspace: { max_variables: 12_345 } });
  const { page } = await openPage(host);
  await openSettings(page);
  const most = setting(page, 'workspace.max_variables');
  assert.equal(await most.getByLabel('max_variables', { exact: true }).inputValue(), '12345');
  await most.getByText('A change here counts until the next start').waitFor();

  await writeConfig(
    host,
    '{ "plugins": { "workspace": { "settings": { "history": 7, "pickle": "none" } } } }',
  );
  const history = setting(page, 'workspace.history');
  await history.getByText('modified').waitFor();
  assert.equal(await history.getByLabel('history', { exact: true }).inputValue(), '7');
  const pickle = setting(page, 'workspace.pickle').getByLabel('pickle', { exact: true });
  assert.equal(await pickle.inputValue(), '"none"');
  const changed = changeOf(host, 'workspace.pickle');
  await pickle.selectOption('data-only');
  await changed;
  assert.match(configOf(host), /"pickle": "data-only"/);

  await page.getByLabel('Search settings').fill('heartbeat seconds');
  await most.waitFor({ state: 'detached' });
  assert.ok((await page.locator('[data-setting]').count()) >= 1);
  await page.getByLabel('Search settings').fill('');
  await page.getByLabel('modified only').check();
  await setting(page, 'workspace.persistence').waitFor({ state: 'detached' });
  await history.waitFor();
});

test('a secret is written, and never shown', async (context) => {
  const host = await startPageHost(context);
  const main = "import { BaseExtension } from 'headframe'; export class Extension extends BaseExtension {}";
  const plugin = writePlugin(temporaryFolder(context), 'mailer', main, { settings: 'settings.json' });
  const schema = { type: 'object', properties: { password: { type: 'string', 'x-secret': true } } };
  writeFiles(plugin, {
    'settings.json': '{ "password": "" }',
    'settings.schema.json': JSON.stringify(schema),
  });
  const { page } = await openPage(host);
  await openSettings(page);
  await host.host.install(plugin);
  const password = setting(page, 'mailer.password');
  await password.getByText('Not set.').waitFor();
  const input = password.getByLabel('password', { exact: true });
  assert.equal(await input.getAttribute('type'), 'password');
  const changed = changeOf(host, 'mailer.password');
  await input.fill('canary-88');
  await password.getByRole('button', { name: 'Set password' }).click();
  await changed;
  assert.equal(host.host.configuration.settingsOf('mailer').password, 'canary-88');
  await password.getByText('modified').waitFor();
  assert.equal(await input.inputValue(), '');
  await page.reload();
  await password.getByText('modified').waitFor();
  assert.doesNotMatch(await page.content(), /canary-88/);
  assert.equal(await input.inputValue(), '');
});

test('the page takes the colours of the host, and those of the system while the host says nothing', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host, { colorScheme: 'dark' });
  assert.equal(await colour(page, 'background'), '#1b1c1e');
  await page.emulateMedia({ colorScheme: 'light' });
  await untilScheme(page, 'light');
  assert.equal(await colour(page, 'background'), '#f7f7f7');
  await host.host.configuration.set('settings.main_theme', '#102030');
  await untilScheme(page, 'dark');
  assert.equal(await colour(page, 'background'), '#102030');
});

test('settings are accessible, in light and dark, with a problem shown', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  await openSettings(page);
  const input = setting(page, 'settings.main_theme').getByLabel('Background colour', { exact: true });
  await input.fill('red');
  await input.press('Enter');
  await page.getByText('settings.main_theme must match pattern').waitFor();
  await assertAccessible(page, 'settings');
});
