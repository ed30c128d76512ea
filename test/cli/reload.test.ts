import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Host, Scope } from '../../core/index.ts';
import {
  createRecordingLogger,
  events,
  pluginOf,
  states,
  tellingPlugin,
  temporaryFolder,
  writeFiles,
  writePlugin,
} from '../core/plugins.ts';

const CONFIG = 'headframe.config.jsonc';

/** A host over `mine/`, and what writes its config file and has it read again. */
async function startHost(t: TestContext, folder: string) {
  const write = (plugins: object, rest: object = {}): void =>
    writeFileSync(join(folder, CONFIG), JSON.stringify({ pluginDirs: ['mine'], plugins, ...rest }));
  write({});
  const host = await Host.create({ cwd: folder, builtIn: false, env: {}, logger: createRecordingLogger() });
  t.after(() => host.stop());
  await host.start();
  events.length = 0;
  return {
    host,
    reload: (plugins: object, rest: object = {}) => {
      write(plugins, rest);
      return host.reload();
    },
  };
}

test('a plugin that is disabled takes those down that require it, and brings them back', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(join(folder, 'mine'), 'base', tellingPlugin('base'));
  writePlugin(join(folder, 'mine'), 'middle', tellingPlugin('middle'), { requirements: ['base'] });
  writePlugin(join(folder, 'mine'), 'top', tellingPlugin('top'), { requirements: ['middle'] });
  writePlugin(join(folder, 'mine'), 'other', tellingPlugin('other'));
  const { host, reload } = await startHost(t, folder);
  const difference = await reload({ base: { enabled: false } });
  assert.deepEqual([...difference.enabled], [['base', false]]);
  assert.deepEqual(events, ['top close', 'middle close', 'base close']);
  assert.deepEqual(states(host), { base: 'disabled', middle: 'failed', top: 'failed', other: 'active' });
  assert.match(pluginOf(host, 'top').failure?.message ?? '', /base/);
  events.length = 0;
  await reload({});
  assert.deepEqual(
    events.filter((event) => event.endsWith(' load')),
    ['base load', 'middle load', 'top load'],
  );
  assert.deepEqual(new Set(Object.values(states(host))), new Set(['active']));
});

test('new settings are announced and nothing is loaded anew; a failed plugin is tried again with them', async (t) => {
  const folder = temporaryFolder(t);
  const settings = { settings: 'settings.json' };
  const mine = join(folder, 'mine');
  writePlugin(mine, 'calm', tellingPlugin('calm'), settings);
  writePlugin(
    mine,
    'picky',
    `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  override onLoad() { if (this.settings.port === 1) throw new Error('port 1 is busy'); }
}
`,
    settings,
  );
  writeFiles(mine, { 'calm/settings.json': '{ "size": 1 }', 'picky/settings.json': '{ "port": 1 }' });
  const { host, reload } = await startHost(t, folder);
  assert.deepEqual(states(host), { calm: 'active', picky: 'failed' });
  const changes: string[] = [];
  host.hooks.settingsChanged.tap(new Scope({ name: 'test', rank: 0 }), ({ plugin, key, value }) => {
    changes.push(`${plugin}.${key}=${value}`);
  });
  await reload({ calm: { settings: { size: 2 } }, picky: { settings: { port: 2 } } });
  assert.deepEqual(changes, ['calm.size=2', 'picky.port=2']);
  assert.deepEqual(events, []);
  assert.deepEqual(states(host), { calm: 'active', picky: 'active' });
});

test('a change of pluginDirs counts at once; dataDir is told to wait for the next start', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(join(folder, 'mine'), 'one', tellingPlugin('one'));
  writePlugin(join(folder, 'more'), 'two', tellingPlugin('two'));
  const { host, reload } = await startHost(t, folder);
  const two = { two: { enabled: true } };
  await assert.rejects(reload(two), { code: 'BAD_CONFIG', message: /there is no plugin|has no "two"|two/ });
  assert.deepEqual(states(host), { one: 'active' });
  const { host: keys } = await reload(two, { pluginDirs: ['mine', 'more'], dataDir: 'elsewhere' });
  assert.deepEqual(keys, ['pluginDirs', 'dataDir']);
  assert.deepEqual(states(host), { one: 'active', two: 'active' });
  assert.deepEqual(events, ['two loading', 'two load']);
});

test('a bad file changes nothing at all', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(join(folder, 'mine'), 'one', tellingPlugin('one'), { settings: 'settings.json' });
  writeFiles(folder, { 'mine/one/settings.json': '{ "size": 1 }' });
  const { host, reload } = await startHost(t, folder);
  await assert.rejects(reload({ one: { enabled: false, settings: { size: 'large' } } }), {
    code: 'BAD_CONFIG',
    message: /headframe\.config\.jsonc:1:\d+: plugins\.one\.settings\.size|one\.size/,
  });
  assert.deepEqual([states(host), host.configuration.get('one.size'), events], [{ one: 'active' }, 1, []]);
});
