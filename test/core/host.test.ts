import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  createHost,
  events,
  pluginOf,
  startHost,
  states,
  tellingPlugin,
  temporaryFolder,
  writeFiles,
  writePlugin,
} from './plugins.ts';

test('loads in the order of requirements and closes in the reverse order', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'a-top', tellingPlugin('top'), { requirements: ['b-base >=1.0'] });
  writePlugin(folder, 'b-base', tellingPlugin('base'), { version: '1.2' });
  events.length = 0;
  const host = await startHost(t, folder);
  assert.deepEqual(states(host), { 'b-base': 'active', 'a-top': 'active' });
  await host.stop();
  assert.deepEqual(events.splice(0), [
    'base loading',
    'base load',
    'top loading',
    'top load',
    'top close',
    'base close',
  ]);
});

test('a requirement of another version is refused before any code runs', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'top', tellingPlugin('top'), { requirements: ['base==1.2'] });
  writePlugin(folder, 'base', tellingPlugin('base'), { version: '1.2.5' });
  events.length = 0;
  const host = await startHost(t, folder);
  assert.deepEqual(states(host), { base: 'active', top: 'failed' });
  assert.deepEqual(pluginOf(host, 'top').failure, {
    step: 'requirements',
    code: 'REQUIREMENT_MISSING',
    message: 'top requires base==1.2, but it has version 1.2.5',
  });
  assert.deepEqual(events.splice(0), ['base loading', 'base load']);
});

test('a failing plugin takes its dependents along, names itself as the root, and leaves the others', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(
    folder,
    'root',
    tellingPlugin('root').replace("events.push('root load')", "throw new Error('no disk')"),
  );
  writePlugin(folder, 'middle', tellingPlugin('middle'), { requirements: ['root'] });
  writePlugin(folder, 'top', tellingPlugin('top'), { requirements: ['middle'] });
  writePlugin(folder, 'other', tellingPlugin('other'));
  const host = await startHost(t, folder);
  assert.deepEqual(states(host), { root: 'failed', middle: 'failed', top: 'failed', other: 'active' });
  assert.equal(pluginOf(host, 'root').failure?.message, 'root failed in onLoad: no disk');
  assert.equal(
    pluginOf(host, 'middle').failure?.message,
    'middle requires root, which failed: root failed in onLoad: no disk',
  );
  assert.match(pluginOf(host, 'top').failure?.message ?? '', /^top requires root \(by way of middle\)/);
});

test('a mended plugin comes back by refresh, and what had failed because of it too', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'root', 'export const broken: = 1;');
  writePlugin(folder, 'top', tellingPlugin('top'), { requirements: ['root'] });
  const host = await startHost(t, folder);
  assert.equal(pluginOf(host, 'root').failure?.step, 'import');
  assert.match(pluginOf(host, 'root').failure?.message ?? '', /main\.ts:1:\d+/);
  writePlugin(folder, 'root', tellingPlugin('root'));
  await host.refresh('root');
  assert.deepEqual(states(host), { root: 'active', top: 'active' });
});

test('a broken manifest and a taken name are reported and hide nobody', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'good', tellingPlugin('good'));
  writeFiles(folder, {
    'broken/plugin.json': '{ "name": "broken", "requirement": [] }',
    'h-copy/plugin.json': '{ "name": "good" }',
    'worse/plugin.json': '{\n  "name": ]\n}',
    'no-plugin/readme.txt': '',
  });
  const host = await startHost(t, folder);
  assert.deepEqual(states(host), { good: 'active' });
  const broken = host
    .inspect()
    .broken.map(({ code, message }) => `${code} ${message.replaceAll(folder, '')}`);
  assert.deepEqual(broken.sort(), [
    'BAD_MANIFEST /broken/plugin.json: / has no requirement',
    'BAD_MANIFEST /worse/plugin.json:2: ValueExpected',
    'DUPLICATE /h-copy: the name good belongs to /good',
  ]);
});

test('disabling is refused while others require it, unless they are to be closed with it', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'base', tellingPlugin('base'));
  writePlugin(folder, 'top', tellingPlugin('top'), { requirements: ['base'] });
  const host = await startHost(t, folder);
  events.length = 0;
  await assert.rejects(host.disable('base'), { code: 'PLUGIN_REQUIRED', message: 'base is required by top' });
  assert.deepEqual(states(host), { base: 'active', top: 'active' });
  await host.disable('base', { cascade: true });
  assert.deepEqual(events.splice(0), ['top close', 'base close']);
  assert.deepEqual(states(host), { base: 'disabled', top: 'disabled' });
  await assert.rejects(host.enable('top'), { code: 'REQUIREMENT_MISSING' });
  await host.enable('base');
  await host.enable('top');
  assert.deepEqual(states(host), { base: 'active', top: 'active' });
});

test('a disabled plugin is not loaded at the start, and an unknown one is named', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'off', tellingPlugin('off'));
  const host = await startHost(t, folder, { set: ['plugins.off.enabled=false'] });
  assert.deepEqual(states(host), { off: 'disabled' });
  await host.enable('off');
  assert.deepEqual(states(host), { off: 'active' });
  await assert.rejects(host.enable('nobody'), {
    code: 'UNKNOWN_PLUGIN',
    message: 'there is no plugin "nobody" (plugins: off)',
  });
});

test('the facade outlives the provider: it throws while that is off, and keeps the taps over a reload', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'provider', tellingPlugin('provider', '_private(): void {}'));
  const consumer =
    `${tellingPlugin('consumer').replace("events.push('consumer load')", 'this.begin()')}`.replace(
      'override onClose',
      `provider: unknown;
  begin(): void {
    const provider = this.extensionLib.getInterface('provider' as never) as never as Interface;
    this.provider = provider;
    this.tap(provider.hooks.changed, (text) => void events.push('consumer heard ' + text));
    Object.assign(globalThis, { provider });
  }
  override onClose`,
    );
  writePlugin(folder, 'z-consumer', consumer, { requirements: [] });
  t.after(() => Reflect.deleteProperty(globalThis, 'provider'));
  const host = await startHost(t, folder);
  const { provider } = globalThis as never as {
    provider: { hello(): string; then?: unknown; hooks: { changed: { call(text: string): Promise<void> } } };
  };
  const { hello } = provider;
  assert.equal(hello(), 'hello from provider');
  assert.equal(provider.then, undefined);
  assert.equal('extension' in provider, false);
  assert.deepEqual(Object.keys(provider).sort(), ['hello', 'hooks']);
  writePlugin(folder, 'provider', tellingPlugin('new provider'));
  await host.refresh('provider');
  assert.equal(hello(), 'hello from new provider');
  events.length = 0;
  await provider.hooks.changed.call('once');
  assert.deepEqual(events, ['consumer heard once']);
  await host.disable('provider');
  assert.throws(() => hello(), {
    code: 'PLUGIN_INACTIVE',
    message: 'provider is not active: provider.hello() cannot be called',
  });
  await host.enable('provider');
  assert.equal(provider.hello(), 'hello from new provider');
});

test('withInterface meets a partner whenever it is active, and undoes what was done when it goes', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'z-partner', tellingPlugin('partner'));
  writePlugin(
    folder,
    'a-consumer',
    tellingPlugin('consumer').replace(
      "events.push('consumer load')",
      `void this.extensionLib.withInterface('z-partner' as never, (partner: Interface, scope) => {
      events.push('met: ' + partner.hello());
      scope.add('thing', () => void events.push('parted'));
    })`,
    ),
  );
  const host = await startHost(t, folder);
  events.length = 0;
  await host.refresh('z-partner');
  assert.deepEqual(events.splice(0), [
    'parted',
    'partner close',
    'partner loading',
    'partner load',
    'met: hello from partner',
  ]);
  await host.disable('z-partner');
  assert.deepEqual(events.splice(0), ['parted', 'partner close']);
  assert.equal(pluginOf(host, 'a-consumer').state, 'active');
  await host.enable('z-partner');
  events.length = 0;
  await host.disable('a-consumer');
  assert.deepEqual(events.splice(0), ['consumer close', 'parted']);
});

test('hot survives a refresh and is dropped when the plugin is disabled', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(
    folder,
    'counter',
    tellingPlugin('counter').replace(
      "events.push('counter load')",
      `const count = ((this.extensionLib.hot.get('count') as number | undefined) ?? 0) + 1;
    this.extensionLib.hot.set('count', count);
    events.push('load ' + count)`,
    ),
  );
  events.length = 0;
  const host = await startHost(t, folder);
  await host.refresh('counter');
  await host.disable('counter');
  await host.enable('counter');
  assert.deepEqual(
    events.filter((text) => text.startsWith('load ')),
    ['load 1', 'load 2', 'load 1'],
  );
});

test('a plugin that awaits its own reload gets an error, not a deadlock; another may be enabled from inside', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(
    folder,
    'self',
    tellingPlugin('self').replace(
      "events.push('self load')",
      "return this.extensionLib.host.refresh('self')",
    ),
  );
  writePlugin(
    folder,
    'opener',
    tellingPlugin('opener').replace(
      "events.push('opener load')",
      "return this.extensionLib.host.enable('late')",
    ),
  );
  writePlugin(folder, 'late', tellingPlugin('late'));
  const host = await startHost(t, folder, { set: ['plugins.late.enabled=false'] });
  assert.deepEqual(states(host), { late: 'active', opener: 'active', self: 'failed' });
  assert.equal(pluginOf(host, 'self').failure?.code, 'PLUGIN_BUSY');
});

test('shares the running host and takes PyMiner-shaped and npm-shaped manifests', async (t) => {
  const folder = temporaryFolder(t);
  const main = `import { BaseExtension, HeadframeError } from 'headframe';
  import { CodecError } from 'headframe/codec';
  export class Main extends BaseExtension {
    override onLoad(): void { Object.assign(globalThis, { seen: [BaseExtension, HeadframeError, CodecError] }); }
  }`;
  writeFiles(folder, {
    'pyminer/package.json': JSON.stringify({
      name: 'pyminer',
      display_name: '示例',
      version: 'v0.1.0',
      group: '测试/例子',
      icon: 'icon.png',
      main: { file: 'start.ts', main: 'Main' },
      interface: { file: 'start.ts', interface: 'Missing' },
      widgets: [],
      requirements: [],
      dependencies: ['flake8 >=3.8.3'],
      license: 'LGPL',
    }),
    'pyminer/start.ts': main,
    'npm/package.json': JSON.stringify({
      name: '@scope/npm-name',
      version: '2.0.0',
      dependencies: { left: '1' },
      headframe: { name: 'npm-plugin', main: 'index.mjs' },
    }),
    'npm/index.mjs':
      "import { BaseExtension } from 'headframe'; export class Extension extends BaseExtension {}",
    'plain/package.json': JSON.stringify({ name: 'plain', main: 'index.js' }),
  });
  const host = await startHost(t, folder);
  const shown = host.inspect().plugins.map(({ name, version, displayName, state, pipDependencies }) => ({
    name,
    version,
    displayName,
    state,
    pipDependencies,
  }));
  assert.deepEqual(shown, [
    { name: 'npm-plugin', version: '2.0.0', displayName: 'npm-plugin', state: 'active', pipDependencies: [] },
    {
      name: 'pyminer',
      version: '0.1.0',
      displayName: '示例',
      state: 'failed',
      pipDependencies: ['flake8 >=3.8.3'],
    },
  ]);
  assert.match(
    pluginOf(host, 'pyminer').failure?.message ?? '',
    /names Missing, but the module exports Main/,
  );
  writeFiles(folder, {
    'pyminer/package.json': readFileSync(join(folder, 'pyminer/package.json'), 'utf8').replace(
      'Missing',
      'Interface',
    ),
  });
  t.after(() => Reflect.deleteProperty(globalThis, 'seen'));
  await host.refresh('pyminer');
  const door = await import('../../core/index.ts');
  const codec = await import('../../codec/index.ts');
  assert.deepEqual((globalThis as never as { seen: unknown[] }).seen, [
    door.BaseExtension,
    door.HeadframeError,
    codec.CodecError,
  ]);
});

test('a host is started once, stops once, and refuses what comes before or after', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'a', tellingPlugin('a'));
  const host = await createHost(t, folder);
  await assert.rejects(host.enable('a'), { code: 'HOST_STOPPED' });
  await host.start();
  await assert.rejects(host.start(), { code: 'HOST_STOPPED' });
  assert.equal(host.stop(), host.stop());
  await host.stop();
  await assert.rejects(host.refresh('a'), { code: 'HOST_STOPPED' });
  assert.equal(host.inspect().state, 'stopped');
});

test('a bad config is refused before any code of a plugin has run', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'strict', tellingPlugin('strict'), { settings: 'settings.json' });
  writeFiles(folder, { 'strict/settings.json': '{ "rate": 3 }' });
  events.length = 0;
  const host = await createHost(t, folder, { set: ['plugins.strict.settings.rat=4'] });
  await assert.rejects(host.start(), { code: 'BAD_CONFIG' });
  assert.deepEqual(events, []);
});

test('calls layouts, widgets and events ready in that order, then close at the end', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(
    folder,
    'listener',
    tellingPlugin('listener')
      .replace(
        "events.push('listener load')",
        `const signal = this.extensionLib.Signal;
    this.tap(signal.getEventsReadySignal(), () => void events.push('events ready'));
    this.tap(signal.getWidgetsReadySignal(), () => void events.push('widgets ready'));
    this.tap(signal.getLayoutsReadySignal(), () => void events.push('layouts ready'));
    this.tap(signal.getCloseSignal(), () => void events.push('closing'))
    `,
      )
      .replace('override onLoad(): void | Promise<void>', 'override onLoad(): void'),
  );
  events.length = 0;
  const host = await startHost(t, folder);
  await host.stop();
  assert.deepEqual(events.splice(0), [
    'listener loading',
    'layouts ready',
    'widgets ready',
    'events ready',
    'closing',
    'listener close',
  ]);
});
