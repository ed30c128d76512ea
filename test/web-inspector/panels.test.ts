import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExtensionLib, WidgetConfig } from '../../core/index.ts';
import type { TestHost } from '../../core/testing.ts';
import type { PanelResponse } from '../../plugins/web-inspector/widgets/index.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { PANEL, startPanels, widget, writeOffering } from './panel-host.ts';

interface Listed {
  readonly id: string;
  readonly serial: number;
  readonly place: string;
  readonly side: string;
}

function list(host: TestHost): Promise<{ generation: number; panels: Listed[] }> {
  return host.dispatch('panels', {}, 'read') as Promise<{ generation: number; panels: Listed[] }>;
}

function respond(path: string): Promise<PanelResponse> {
  return (globalThis as never as { respond(path: string): Promise<PanelResponse> }).respond(path);
}

function libOf(): ExtensionLib {
  return (globalThis as never as { offering: { extensionLib: ExtensionLib } }).offering.extensionLib;
}

test("PyMiner's positions and sides are places of the page", async (t) => {
  const folder = temporaryFolder(t);
  const plugin = writeOffering(folder, 'plots', [
    widget('dock'),
    widget('object', { side: 'bottom' }, 'new_dock_window_obj'),
    widget('bar', {}, 'new_toolbar'),
    widget('button', { side: 'left' }, 'append_to_toolbar'),
    { ...widget('late'), auto_insert: false },
  ]);
  await using host = await startPanels(folder, [plugin]);
  const { panels } = await list(host);
  assert.deepEqual(
    panels.map(({ id, place, side }) => [id, place, side]),
    [
      ['plots/dock', 'dock', 'right'],
      ['plots/object', 'dock', 'bottom'],
      ['plots/bar', 'toolbar', 'top'],
      ['plots/button', 'toolbar-end', 'left'],
    ],
  );
});

test('a panel can be inserted at run time, once under a name, and goes with its plugin', async (t) => {
  const folder = temporaryFolder(t);
  await using host = await startPanels(folder, [writeOffering(folder, 'plots', [])]);
  const insert = (config: object = {}, given: unknown = { file: 'panel.ts', widget: 'Panel' }): unknown =>
    libOf().insertWidget(given, 'new_dock_window', config as WidgetConfig);
  insert();
  assert.deepEqual(
    (await list(host)).panels.map(({ id }) => id),
    ['plots/Panel'],
  );
  assert.throws(() => insert(), { code: 'DUPLICATE', message: 'plots: the panel Panel is shown already' });
  for (const [config, given, message] of [
    [{ name: 'a' }, { file: '../x.ts', widget: 'P' }, '../x.ts is not in the folder of the plugin'],
    [{ name: 'a' }, { file: '/etc/x.ts', widget: 'P' }, '/etc/x.ts is not in the folder of the plugin'],
    [{ name: 'a', side: 'middle' }, undefined, 'side must be one of left, right, top, bottom'],
    [{ name: 'a'.repeat(65) }, undefined, 'name must be a text of at most 64 characters'],
    [{ name: 'a', commands: 'get_var' }, undefined, 'commands must be a list of at most 256 texts'],
    [{ name: 'a', variables: [1] }, undefined, 'variables must be a list of at most 256 texts'],
    [{}, { file: 'x.ts', widget: 'a b' }, undefined],
    [{}, class {}, undefined],
  ] as const) {
    const told =
      message ?? 'a widget is one of the manifest, or {file, widget}: a module and what it exports';
    assert.throws(() => insert(config, given), { code: 'BAD_ARGUMENT', message: `plots: ${told}` });
  }
  await host.host.disable('plots');
  assert.deepEqual((await list(host)).panels, []);
});

test('whoever waits is told when a panel or a plugin comes or goes, and when the time is over', async (t) => {
  const folder = temporaryFolder(t);
  await using host = await startPanels(folder, [writeOffering(folder, 'plots', [widget('one')])]);
  const before = await list(host);
  const wait = (since: number, timeout = 60_000): Promise<{ generation: number }> =>
    host.dispatch('wait_for_host', { since, timeout_ms: timeout }, 'read') as Promise<{ generation: number }>;
  assert.equal((await wait(0)).generation, before.generation);
  assert.equal((await wait(before.generation, 1)).generation, before.generation);
  const waiting = wait(before.generation);
  await host.host.refresh('plots');
  assert.ok((await waiting).generation > before.generation);
  const after = await list(host);
  assert.deepEqual(
    after.panels.map(({ id }) => id),
    ['plots/one'],
  );
  assert.notEqual(after.panels[0]?.serial, before.panels[0]?.serial);
  const last = wait(after.generation);
  await host.host.disable('showing');
  assert.ok((await last).generation >= after.generation, 'a wait ends with the plugin');
});

test('a panel calls what its own plugin offers, what its config lists, and never as admin', async (t) => {
  const folder = temporaryFolder(t);
  const plots = writeOffering(folder, 'plots', [
    widget('own'),
    widget('more', {
      commands: [
        'other_read',
        'other_admin',
        'clear',
        'set_var',
        'get_var',
        'nowhere',
        'panel_call',
        'hello',
      ],
    }),
  ]);
  await using host = await startPanels(folder, [plots, writeOffering(folder, 'other', [])]);
  const call = (panel: string, method: string, params: object = {}, role: 'read' | 'admin' = 'admin') =>
    host.dispatch('panel_call', { panel: `plots/${panel}`, method, params }, role) as Promise<{
      result: Record<string, unknown>;
    }>;
  const refused = (panel: string, method: string, reason: RegExp, params: object = {}): Promise<void> =>
    assert.rejects(call(panel, method, params), { code: 'FORBIDDEN', message: reason });

  assert.deepEqual((await call('own', 'plots_read', { value: 7 })).result, {
    value: 7,
    by: 'write',
    client: 'plots',
  });
  assert.deepEqual((await call('own', 'plots_write')).result, { value: 1, by: 'write', client: 'plots' });
  await refused('own', 'plots_admin', /needs the role admin/);
  await refused('own', 'other_read', /belongs to another plugin/);
  await refused('own', 'get_var', /belongs to another plugin/);
  await refused('own', 'nowhere', /belongs to another plugin/);
  await assert.rejects(call('own', 'plots_read', { value: 'x' }), { code: 'BAD_PARAMS' });

  assert.equal((await call('more', 'other_read')).result.by, 'write');
  assert.equal((await call('more', 'other_read', {}, 'read')).result.by, 'read');
  await assert.rejects(call('more', 'plots_write', {}, 'read'), { code: 'FORBIDDEN' });
  await refused('more', 'other_admin', /needs the role admin/);
  await refused('more', 'clear', /needs the role admin/);
  await refused('more', 'other_write', /belongs to another plugin/);
  await refused('more', 'panel_call', /about the session/, { panel: 'plots/own', method: 'other_write' });
  await refused('more', 'hello', /about the session/);
  await assert.rejects(call('more', 'nowhere'), { code: 'UNKNOWN_METHOD' });
  await assert.rejects(call('none', 'plots_read'), { code: 'FORBIDDEN', message: /there is no panel/ });

  const { result } = await call('more', 'set_var', { name: 'x', value: { a: [1, 2] } });
  assert.equal(typeof result.revision, 'number');
  assert.equal(host.extensionLib.Data.getMetadata('x').provider, 'plots');
  await call('more', 'set_var', { name: 'p', value: 'gARLBS4=', method: 'pickle' });
  assert.equal(Number(host.extensionLib.Data.getVar('p')), 5);
  await assert.rejects(call('more', 'set_var', { name: 'p', value: '?', method: 'pickle' }), {
    code: 'BAD_PARAMS',
  });
});

test('a document holds the bundled module, and a policy that lets it do nothing else', async (t) => {
  const folder = temporaryFolder(t);
  const plots = writeOffering(folder, 'plots', [widget('one', { text: '<Plot> & more' })]);
  writeFiles(plots, {
    'panel.ts': `import './panel.css';\n${PANEL}`,
    'panel.css': '.a::after { content: "</style><script>alert(1)</script>" }',
    'label.ts': "export const label = '</script><!--<script>alert(2)</script>';",
  });
  await using _ = await startPanels(folder, [plots]);
  const { status, html, headers } = await respond('/widgets/plots/one');
  assert.equal(status, 200);
  assert.match(html, /<title>&lt;Plot&gt; &amp; more<\/title>/);
  assert.equal(html.slice(html.indexOf('<body>')).match(/<\/script>/g)?.length, 1);
  assert.equal(html.match(/<\/style>/g)?.length, 2);
  assert.equal(html.match(/<!--/g), null);
  const policy = headers['Content-Security-Policy'] ?? '';
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[\w+/=]{44}'; /);
  assert.match(policy, /; sandbox allow-scripts$/);
  assert.ok(!/https?:|\*|unsafe-eval|connect-src|script-src[^;]*unsafe/.test(policy), policy);
  assert.equal((await respond('/widgets/plots/two')).status, 404);
  assert.equal((await respond('/widgets/plots/one/../one')).status, 404);
});

test('a widget is bundled anew when a file that went in has changed, and what is wrong is told', async (t) => {
  const folder = temporaryFolder(t);
  const plots = writeOffering(folder, 'plots', [widget('one')]);
  const label = join(plots, 'label.ts');
  writeFiles(plots, { 'panel.ts': PANEL, 'label.ts': "export const label = 'first ';" });
  await using host = await startPanels(folder, [plots]);
  const shown = async (): Promise<string> => (await respond('/widgets/plots/one')).html;
  const [one, two] = await Promise.all([shown(), shown()]);
  assert.ok(one.includes('first ') && one === two);
  writeFileSync(label, "export const label = 'second one ';");
  assert.ok((await shown()).includes('second one '));

  writeFileSync(label, 'export const label = ;');
  const bad = await respond('/widgets/plots/one');
  assert.equal(bad.status, 500);
  assert.match(bad.html, /label\.ts:1:22: Unexpected/);
  assert.match(bad.headers['Content-Security-Policy'] ?? '', /script-src 'none'/);
  assert.ok(host.logs.some(({ text }) => text.includes('label.ts:1:22')));

  writeFileSync(label, "import { Host } from 'headframe'; export const label = Host.name;");
  assert.match((await respond('/widgets/plots/one')).html, /runs in the browser and cannot import headframe/);
  writeFileSync(label, "export const other = 'x';");
  assert.match(
    (await respond('/widgets/plots/one')).html,
    /No matching export in .*label\.ts.* for import .*label/,
  );
  writeFileSync(label, "export const label = 'mended ';");
  assert.ok((await shown()).includes('mended '));
});
