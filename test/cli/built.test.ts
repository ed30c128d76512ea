import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { connect } from '../../clients/node/index.ts';
import { decodeTypedJson } from '../../codec/index.ts';
import { temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';
import { BuiltPackage } from './built.ts';
import { CliProcess, startHostProcess } from './cli-process.ts';

const PLUGIN = `import { BaseExtension, BaseInterface, codeOf, HeadframeError } from 'headframe';
export class Interface extends BaseInterface<Extension> {}
export class Extension extends BaseExtension<Interface> {
  override onLoad(): void {
    // An error of the host is an instance of the class that this module sees: there is one host.
    let found: unknown;
    try { this.extensionLib.getInterface('nobody' as never); } catch (error) { found = error; }
    if (!(found instanceof HeadframeError)) throw new Error('another host');
    this.logger.info({}, 'met ' + codeOf(found));
  }
}
`;

test('the built package', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'package'));
  const built = await BuiltPackage.unpack(join(folder, 'package'));
  const place = join(folder, 'place');
  writeFiles(place, { 'headframe.config.jsonc': '{ "pluginDirs": ["mine"] }' });
  const start = () => startHostProcess(t, place, ['--strict', '--json'], [built.bin]);
  const bare = await start();

  await t.test('starts, and loads a built-in plugin anew, without loading a dependency', async () => {
    assert.equal(JSON.parse(bare.out).plugins['socket-server'], 'active');
    const refresh = new CliProcess(place, ['plugin', 'refresh', 'workspace', '--json'], [built.bin]);
    assert.equal((await refresh.ended).code, 0, refresh.err);
    assert.equal(JSON.parse(refresh.out).state, 'active');
  });

  await t.test('converts a large value in a thread of its own', async () => {
    const client = await connect(undefined, { dataDir: join(place, '.headframe'), places: false });
    const floats = Array.from({ length: 600_000 }, (_, index) => index + 0.5);
    await client.set('large', floats, { method: 'pickle' });
    const { document } = await client.getRaw('large', { method: 'json' });
    assert.deepEqual(decodeTypedJson(document), floats);
    await client.delete('large');
    await client.close();
  });

  await t.test('serves the page and all that it is made of', async () => {
    const get = await enter(bare);
    assert.match(await get('/'), /<script type="module" src="\/page.js">/);
    const script = await get('/page.js');
    for (const [, chunk = ''] of script.matchAll(/"\.(\/chunks\/[\w.-]+\.js)"/g))
      assert.ok(await get(chunk), chunk);
    assert.match(await get('/page.css'), /color-scheme/);
  });

  await t.test('ends when it is asked to', () => end(bare));

  await t.test('verifies what is on disk', async () => {
    const doctor = new CliProcess(place, ['doctor', '--storage', '--json'], [built.bin]);
    await doctor.ended;
    assert.match(doctor.out, /every sum is right/, doctor.err);
  });

  built.installDependencies();
  const widgets = [{ file: 'panel.ts', widget: 'Panel', config: { name: 'one' } }];
  const main = "import { BaseExtension } from 'headframe'; export class Extension extends BaseExtension {}";
  const plots = writePlugin(join(place, 'mine'), 'plots', main, { widgets });
  writeFiles(plots, {
    'panel.ts': `import type { Widget } from 'headframe/widget';
export const Panel: Widget<HTMLElement> = (panel, root) => { root.textContent = 'drawn by ' + panel.name; };`,
  });
  writePlugin(join(place, 'mine'), 'own', PLUGIN);
  const whole = await start();

  await t.test('bundles the widget of a plugin outside of it', async () => {
    const html = await (await enter(whole))('/widgets/plots/one');
    assert.match(html, /drawn by /);
    assert.match(html, /color-scheme/);
  });

  await t.test('loads a TypeScript plugin outside of it with tsx, which shares the host', async () => {
    assert.equal(JSON.parse(whole.out).plugins.own, 'active');
    assert.match(whole.err, /met UNKNOWN_PLUGIN/);
    await end(whole);
  });

  await t.test('has doors that share their modules, and classes that keep their names', async () => {
    const door = (file: string) => import(pathToFileURL(join(built.folder, 'dist', file)).href);
    const { Host, Scope } = await door('core/index.js');
    const { createTestHost } = await door('core/testing.js');
    const { PyUuid } = await door('codec/index.js');

    await using host = await createTestHost({ plugins: ['workspace'] });

    assert.ok(host.host instanceof Host);
    assert.deepEqual(host.extensionLib.getInterface('workspace').names(), []);
    assert.deepEqual([Host.name, Scope.name, PyUuid.name], ['Host', 'Scope', 'PyUuid']);
  });
});

/** Lets in a browser by the address that a host has printed; gives what a page of it is. */
async function enter(host: CliProcess): Promise<(path: string) => Promise<string>> {
  const { url } = JSON.parse(host.out).addresses.http as { url: string };
  const { headers } = await fetch(url, { redirect: 'manual' });
  const cookie = String(headers.get('set-cookie')).split(';')[0] ?? '';
  return async (path) => {
    const answer = await fetch(new URL(path, url), { headers: { cookie } });
    assert.equal(answer.status, 200, path);
    return answer.text();
  };
}

async function end(host: CliProcess): Promise<void> {
  host.kill('SIGTERM');
  assert.deepEqual(await host.ended, { code: 0, signal: null });
}
