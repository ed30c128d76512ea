import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hook } from '../../core/index.ts';
import { pluginOf, startHost, temporaryFolder, writeFiles, writePlugin } from './plugins.ts';

const CYCLES = 50;

const OWN = `import { BaseExtension, BaseInterface, Hook } from 'headframe';
import { version } from './version.ts';
export class Interface extends BaseInterface {
  readonly hooks = { told: Hook.series('told') };
  version() { return version; }
  loads() { return this.extension.extensionLib.hot.get('loads'); }
}
export class Extension extends BaseExtension {
  onLoad() {
    const { hot } = this.extensionLib;
    hot.set('loads', (hot.get('loads') ?? 0) + 1);
  }
}
`;
const LISTENER = `import { BaseExtension, BaseInterface } from 'headframe';
export class Interface extends BaseInterface {
  heard() { return this.extension.heard.splice(0); }
  async tell(value) { await this.extension.provider.hooks.told.call(value); }
  ask() { return [this.extension.provider.version(), this.extension.provider.loads()]; }
}
export class Extension extends BaseExtension {
  heard = [];
  onLoad() {
    this.provider = this.extensionLib.getInterface('provider');
    this.tap(this.provider.hooks.told, (value) => void this.heard.push('second ' + value), { stage: 1 });
    this.tap(this.provider.hooks.told, (value) => void this.heard.push('first ' + value));
  }
}
`;

interface Listener {
  heard(): string[];
  tell(value: number): Promise<void>;
  ask(): [number, number];
}

test('a broken file fails with its place and a mended one is active again, 50 times; taps, facade and hot state stay', async (t) => {
  const folder = temporaryFolder(t);
  const provider = writePlugin(folder, 'provider', OWN);
  writeFiles(provider, { 'version.ts': 'export const version: number = 0;\n' });
  writePlugin(folder, 'listener', LISTENER, { requirements: ['provider'] });
  writePlugin(
    folder,
    'test-door',
    `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  onLoad() { globalThis.listener = this.extensionLib.getInterface('listener'); }
}
`,
    { requirements: ['listener'] },
  );
  const host = await startHost(t, folder);
  const listener = Reflect.get(globalThis, 'listener') as Listener;
  t.after(() => Reflect.deleteProperty(globalThis, 'listener'));

  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    writeFiles(provider, {
      'version.ts': `export const version: number = ${cycle};\n)${' '.repeat(cycle)}\n`,
    });
    await assert.rejects(host.refresh('provider'), { code: 'PLUGIN_FAILED', message: /version\.ts:2:\d+/ });
    assert.equal(pluginOf(host, 'provider').state, 'failed');
    assert.throws(() => listener.ask(), { code: 'PLUGIN_INACTIVE' });

    writeFiles(provider, { 'version.ts': `export const version: number = ${cycle};\n` });
    await host.refresh('provider');
    assert.deepEqual(listener.ask(), [cycle, cycle + 1]);
    await listener.tell(cycle);
    assert.deepEqual(listener.heard(), [`first ${cycle}`, `second ${cycle}`]);
  }
  assert.equal(pluginOf(host, 'listener').state, 'active');
});

test('modules of the host are shared by every load, and modules of the plugin by none', async (t) => {
  const folder = temporaryFolder(t);
  const main = `import { BaseExtension, Hook } from 'headframe';
import { made } from './made.ts';
globalThis.seen.push([Hook, made]);
export class Extension extends BaseExtension {}
`;
  const seen: [typeof Hook, object][] = [];
  Object.assign(globalThis, { seen });
  t.after(() => Reflect.deleteProperty(globalThis, 'seen'));
  const own = writePlugin(folder, 'own', main);
  writeFiles(own, { 'made.ts': 'export const made = {};\n' });
  const host = await startHost(t, folder);
  await host.refresh('own');
  assert.deepEqual(
    seen.map(([hook]) => hook === Hook),
    [true, true],
  );
  assert.notEqual(seen[0]?.[1], seen[1]?.[1]);
});
