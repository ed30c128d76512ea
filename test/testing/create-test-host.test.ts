import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { BaseInterface, Hook } from '../../core/index.ts';
import { createTestHost } from '../../core/testing.ts';
import { temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';

interface Reading {
  readonly celsius: number;
}

declare abstract class Weather extends BaseInterface {
  readonly hooks: { readonly changed: Hook<Reading> };
  temperature(place: string): number;
  forecast(): string;
}

declare abstract class Comfort extends BaseInterface {
  feeling(): string;
  forecast(): string;
  readonly heard: readonly number[];
  heardSoFar(): number[];
}

declare module 'headframe' {
  interface Interfaces {
    'test-weather': Weather;
    'test-comfort': Comfort;
  }
}

const MAIN = `import { BaseExtension, BaseInterface } from 'headframe';
export class Interface extends BaseInterface {
  feeling() {
    const { settings, extensionLib } = this.extension;
    return extensionLib.getInterface('test-weather').temperature('here') >= settings.warm ? 'warm' : 'cold';
  }
  forecast() { return this.extension.extensionLib.getInterface('test-weather').forecast(); }
  heardSoFar() { return this.extension.heard; }
}
export class Extension extends BaseExtension {
  heard = [];
  onLoad() {
    this.tap(this.extensionLib.getInterface('test-weather').hooks.changed, ({ celsius }) => {
      if (celsius > 100) throw new Error('that is no weather');
      this.heard.push(celsius);
    });
    this.extensionLib.commands.register({
      name: 'get_feeling', summary: '', role: 'write',
      params: [{ name: 'loud', summary: '', schema: { type: 'boolean' }, default: false }],
      handler: ({ loud }) => ({ feeling: loud ? this.interface.feeling().toUpperCase() : this.interface.feeling() }),
    });
  }
}
`;

function comfort(t: TestContext): string {
  const folder = writePlugin(temporaryFolder(t), 'test-comfort', MAIN, {
    requirements: ['test-weather==2.5'],
    settings: 'settings.json',
  });
  writeFiles(folder, { 'settings.json': '{ "warm": 20 }' });
  return folder;
}

test('a plugin runs against a partial fake of what it requires, whatever version it asks for', async (t) => {
  const changed = Hook.series<Reading>('changed');
  const asked: string[] = [];
  const temperature = (place: string): number => {
    asked.push(place);
    return 21;
  };
  await using host = await createTestHost({
    plugins: [pathToFileURL(`${comfort(t)}/`)],
    interfaces: { 'test-weather': { temperature, hooks: { changed } } },
  });
  const plugin = host.extensionLib.getInterface('test-comfort');

  assert.equal(plugin.feeling(), 'warm');
  assert.deepEqual(asked, ['here']);
  await changed.call({ celsius: 3 });
  assert.deepEqual(plugin.heardSoFar(), [3]);
});

test('a method that the fake lacks is told by name when it is called', async (t) => {
  const hooks = { changed: Hook.series<Reading>('changed') };
  await using host = await createTestHost({
    plugins: [comfort(t)],
    interfaces: { 'test-weather': { hooks } },
  });
  assert.throws(() => host.extensionLib.getInterface('test-comfort').forecast(), {
    code: 'NO_CONTRIBUTION',
    message: "the test's fake of test-weather has no forecast()",
  });
});

test('settings are checked and reach the plugin; commands are dispatched with a role', async (t) => {
  const fake = { temperature: () => 21, hooks: { changed: Hook.series<Reading>('changed') } };
  const options = { plugins: [comfort(t)], interfaces: { 'test-weather': fake } };
  await using host = await createTestHost({ ...options, settings: { 'test-comfort': { warm: 30 } } });

  assert.deepEqual(await host.dispatch('get_feeling'), { feeling: 'cold' });
  assert.deepEqual(await host.dispatch('get_feeling', { loud: true }, 'write'), { feeling: 'COLD' });
  await assert.rejects(host.dispatch('get_feeling', {}, 'read'), { code: 'FORBIDDEN' });
  await assert.rejects(host.dispatch('get_feeling', { loud: 1 }), { code: 'BAD_PARAMS' });
  await assert.rejects(createTestHost({ ...options, settings: { 'test-comfort': { wram: 1 } } }), {
    code: 'BAD_CONFIG',
    message: /wram/,
  });
});

test('what a tap throws is in the logs, with the name of the plugin', async (t) => {
  const changed = Hook.series<Reading>('changed');
  await using host = await createTestHost({
    plugins: [comfort(t)],
    interfaces: { 'test-weather': { hooks: { changed } } },
  });
  await changed.call({ celsius: 1000 });
  const [fault] = host.logs.filter(({ level }) => level === 'error');
  assert.equal(fault?.text, 'test-comfort failed in changed: that is no weather');
  assert.equal(fault?.fields.plugin, 'test-comfort');
});

test('a plugin that does not become active fails the test that asked for it', async (t) => {
  await assert.rejects(createTestHost({ plugins: [comfort(t)] }), {
    code: 'PLUGIN_FAILED',
    message: /test-comfort requires test-weather==2\.5/,
  });
});

test('functions of a group can be faked without the plugin that contributes them', async () => {
  await using host = await createTestHost({ groups: { Program: { getTheme: () => 'faked' } as object } });
  assert.equal(Reflect.get(host.extensionLib.Program, 'getTheme')(), 'faked');
});

test('built-in plugins are loaded by name, and leave nothing behind', async () => {
  const test = await createTestHost({ plugins: ['workspace'] });
  const { dataDir } = test.host.configuration;
  test.extensionLib.Data.setVar('x', 7, 'test');
  assert.equal(test.extensionLib.Data.getVar('x'), 7);
  await test[Symbol.asyncDispose]();
  await test.stop();
  assert.ok(!existsSync(dataDir));
});
