import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type CommandContext, type ExtensionLib, Host, type HostOptions, silentLogger } from 'headframe';
import type {} from 'headframe/settings';

const plugin = fileURLToPath(new URL('../../plugins/settings', import.meta.url));

const PROBE = `import { BaseExtension, BaseInterface } from 'headframe';
export class Extension extends BaseExtension {
  onLoad() { globalThis.probeLib = this.extensionLib; globalThis.probe = this; }
}
export class Interface extends BaseInterface {}
`;

interface Running {
  readonly host: Host;
  readonly folder: string;
  /** What a plugin named `probe` is handed. */
  readonly lib: ExtensionLib;
}

/** A host with the settings plugin and a plugin \`probe\` that has a secret. */
async function start(context: TestContext, options: HostOptions = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-settings-'));
  const plugins = join(folder, 'plugins');
  const probe = join(plugins, 'probe');
  mkdirSync(probe, { recursive: true });
  symlinkSync(plugin, join(plugins, 'settings'));
  writeFileSync(
    join(probe, 'plugin.json'),
    '{ "name": "probe", "main": "main.mjs", "requirements": ["settings"], "settings": "settings.json" }',
  );
  writeFileSync(join(probe, 'main.mjs'), PROBE);
  writeFileSync(join(probe, 'settings.json'), '{ "level": 1, "token": "" }');
  writeFileSync(
    join(probe, 'settings.schema.json'),
    '{ "properties": { "level": { "type": "integer" }, "token": { "type": "string", "x-secret": true } } }',
  );
  writeFileSync(join(probe, 'defaults.json'), '{ "MAIN": { "size": 10, "name": "shipped" } }');
  const host = await Host.create({
    cwd: folder,
    env: {},
    builtIn: plugins,
    logger: silentLogger,
    ...options,
  });
  context.after(async () => {
    await host.stop();
    rmSync(folder, { recursive: true });
  });
  await host.start();
  const failed = host.inspect().plugins.flatMap(({ failure }) => (failure ? [failure.message] : []));
  if (failed.length > 0) throw new Error(failed.join('\n'));
  const { probeLib } = globalThis as unknown as { probeLib: ExtensionLib };
  return { host, folder, lib: probeLib };
}

const admin: CommandContext = {
  session: 'test',
  client: 'test',
  role: 'admin',
  transport: 'test',
  signal: new AbortController().signal,
  long: false,
};

test("PyMiner's five are answered in its order, with its defaults", async (context) => {
  const { lib } = await start(context);
  assert.equal(
    JSON.stringify(lib.getInterface('settings').getSettings()),
    JSON.stringify({
      work_dir: process.cwd(),
      main_theme: '#F7F7F7',
      margin_theme: '#DADADA',
      locale: 'en',
      theme: 'Fusion',
    }),
  );
});

test('a setting is reached by its dotted name, the five also by their bare ones', async (context) => {
  const { host, lib } = await start(context);
  const settings = lib.getInterface('settings');
  await settings.set('theme', 'Windows');
  await settings.set('probe.level', 5);
  assert.equal(settings.get('settings.theme'), 'Windows');
  assert.equal(settings.get('theme'), 'Windows');
  assert.equal(settings.get('probe.level'), 5);
  assert.deepEqual(JSON.parse(readFileSync(host.configuration.targetFile, 'utf8')), {
    plugins: { settings: { settings: { theme: 'Windows' } }, probe: { settings: { level: 5 } } },
  });
  await settings.reset('theme');
  assert.equal(settings.get('theme'), 'Fusion');
});

test("unknown names, bad values and the host's own keys are refused by name", async (context) => {
  const { lib } = await start(context);
  const settings = lib.getInterface('settings');
  await assert.rejects(settings.set('them', 'x'), { code: 'SETTING_UNKNOWN', message: /"them"/ });
  await assert.rejects(settings.set('probe.levle', 1), {
    code: 'SETTING_UNKNOWN',
    message: /did you mean "level"/,
  });
  await assert.rejects(settings.set('main_theme', 'red'), {
    code: 'SETTING_INVALID',
    message: /main_theme must match pattern/,
  });
  await assert.rejects(settings.set('locale', 5), { code: 'SETTING_INVALID' });
  for (const key of [
    'pluginDirs',
    'dataDir',
    'log.level',
    'plugins.probe.enabled',
    'probe',
    '__proto__',
    'probe.constructor',
  ]) {
    await assert.rejects(settings.set(key, []), { code: 'SETTING_UNKNOWN' }, key);
    assert.throws(() => settings.get(key), { code: 'SETTING_UNKNOWN' }, key);
  }
});

test('a change is announced once, whichever way it came, and taps outlive a refresh of the plugin', async (context) => {
  const { host, lib } = await start(context);
  const settings = lib.getInterface('settings');
  const seen: unknown[] = [];
  const { probe } = globalThis as unknown as {
    probe: { tap: (hook: unknown, run: (value: unknown) => void) => void };
  };
  probe.tap(settings.hooks.settingsChanged, (change) => void seen.push(change));
  await settings.set('locale', 'zh_CN');
  await host.refresh('settings');
  await host.configuration.set('probe.level', 2);
  await settings.set('probe.level', 2);
  assert.deepEqual(seen, [
    { plugin: 'settings', key: 'locale', value: 'zh_CN', previous: 'en' },
    { plugin: 'probe', key: 'level', value: 2, previous: 1 },
  ]);
});

test('the style sheet follows the theme; text stands out on dark and on light', async (context) => {
  const { lib } = await start(context);
  const settings = lib.getInterface('settings');
  assert.match(settings.getStyleSheet(), /^QWidget\{background-color: #F7F7F7; color: #1F1F1F;\}/);
  assert.match(settings.getStyleSheet(), /border: 1px solid #DADADA;/);
  await settings.setTheme({ theme: 'Fusion', main_theme: '#202020', margin_theme: '#404040' });
  assert.match(settings.getStyleSheet(), /^QWidget\{background-color: #202020; color: #F5F5F5;\}/);
  assert.deepEqual(settings.getTheme(), { theme: 'Fusion', main_theme: '#202020', margin_theme: '#404040' });
});

test('the working folder is an existing one, told as an absolute path', async (context) => {
  const { folder, lib } = await start(context);
  const { Program } = lib;
  await Program.setWorkDir(folder);
  assert.equal(Program.getWorkDir(), folder);
  await Program.setWorkDir('plugins');
  assert.equal(lib.getInterface('settings').getWorkDir(), resolve(folder, 'plugins'));
  await assert.rejects(Program.setWorkDir('nowhere'), { code: 'SETTING_INVALID', message: /ENOENT/ });
  await assert.rejects(Program.setWorkDir('probe/plugin.json'), {
    code: 'SETTING_INVALID',
    message: /is no folder/,
  });
  assert.equal(Program.getTheme(), 'Fusion');
  assert.equal(Program.getSettings().work_dir, resolve(folder, 'plugins'));
});

test("a plugin's own settings files: the user's value, else the one that it ships", async (context) => {
  const { folder, lib } = await start(context);
  const { Program } = lib;
  const read = (item: string, mode?: 'user' | 'default') =>
    Program.getSettingsItemFromFile('defaults.json', item, mode);
  assert.equal(await read('MAIN/size'), 10);
  await Promise.all(
    ['a', 'b', 'c'].map((key) => Program.writeSettingsItemToFile('defaults.json', `MAIN/${key}`, key)),
  );
  await Program.writeSettingsItemToFile('defaults.json', 'MAIN/size', 12);
  assert.equal(await read('MAIN/size'), 12);
  assert.equal(await read('MAIN/size', 'default'), 10);
  assert.equal(await read('MAIN/b'), 'b');
  assert.equal(await read('MAIN/name'), 'shipped');
  assert.equal(await read('MAIN/none'), undefined);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, '.headframe/plugins/probe/defaults.json'), 'utf8')), {
    MAIN: { a: 'a', b: 'b', c: 'c', size: 12 },
  });
  for (const file of ['../probe/plugin.json', '/etc/passwd', 'a.ini', '.json', 'a/b.json']) {
    await assert.rejects(Program.getSettingsItemFromFile(file, 'x'), { code: 'BAD_ARGUMENT' }, file);
    await assert.rejects(Program.writeSettingsItemToFile(file, 'x', 1), { code: 'BAD_ARGUMENT' }, file);
  }
  for (const item of ['', 'a//b', '__proto__/x', 'a/constructor']) {
    await assert.rejects(
      Program.writeSettingsItemToFile('defaults.json', item, 1),
      { code: 'BAD_ARGUMENT' },
      item,
    );
  }
  writeFileSync(join(folder, '.headframe/plugins/probe/bad.json'), '[1');
  await assert.rejects(Program.getSettingsItemFromFile('bad.json', 'x'), { code: 'IO_FAILED' });
});

test("the schemas of all plugins' settings are an admin's to see, over any transport", async (context) => {
  const { host } = await start(context);
  const { schemas } = (await host.commands.dispatch('settings_schema', [], admin)) as {
    schemas: Record<string, unknown>;
  };
  assert.deepEqual(Object.keys(schemas).sort(), ['probe', 'settings']);
  await assert.rejects(host.commands.dispatch('settings_schema', [], { ...admin, role: 'write' }), {
    code: 'FORBIDDEN',
  });
});

test('settings are listed with value, default and what brings them, and one is taken back', async (context) => {
  const { host, folder } = await start(context, { set: ['probe.token=canary-77', 'settings.locale=de'] });
  await host.configuration.set('probe.level', 5);
  const { settings } = (await host.commands.dispatch('settings_list', [], admin)) as {
    settings: { path: string }[];
  };
  const find = (path: string): unknown => settings.find((one) => one.path === path);
  assert.deepEqual(find('probe.level'), {
    path: 'probe.level',
    plugin: 'probe',
    keys: ['level'],
    value: 5,
    default: 1,
    source: 'file',
    from: `${join(folder, 'headframe.config.jsonc')}:5:18`,
    secret: false,
  });
  assert.deepEqual(find('probe.token'), {
    path: 'probe.token',
    plugin: 'probe',
    keys: ['token'],
    value: null,
    default: null,
    source: 'flag',
    from: '--set probe.token',
    secret: true,
  });
  assert.deepEqual(find('settings.locale'), {
    path: 'settings.locale',
    plugin: 'settings',
    keys: ['locale'],
    value: 'de',
    default: 'en',
    source: 'flag',
    from: '--set settings.locale',
    secret: false,
  });
  await host.commands.dispatch('settings_reset', ['probe.level'], admin);
  await host.commands.dispatch('settings_reset', ['locale'], admin);
  assert.equal(host.configuration.get('probe.level'), 1);
  assert.equal(host.configuration.get('settings.locale'), 'en');
  for (const name of ['settings_list', 'settings_reset']) {
    const asWriter = host.commands.dispatch(name, name === 'settings_reset' ? ['locale'] : [], {
      ...admin,
      role: 'write',
    });
    await assert.rejects(asWriter, { code: 'FORBIDDEN' });
  }
});

test('what is wrong with a value is told with its place', async (context) => {
  const { host } = await start(context);
  await assert.rejects(host.configuration.set('probe.level', 'x'), {
    code: 'SETTING_INVALID',
    data: {
      setting: 'probe.level',
      problems: [{ pointer: '/plugins/probe/settings/level', message: 'probe.level must be integer' }],
    },
  });
});

test('a secret is listed without its value, and cannot be read', async (context) => {
  const { lib } = await start(context, { set: ['probe.token=canary-77'] });
  const settings = lib.getInterface('settings');
  const { probe } = globalThis as unknown as { probe: { settings: { token: string } } };
  assert.equal(probe.settings.token, 'canary-77');
  assert.throws(() => settings.get('probe.token'), { code: 'FORBIDDEN' });
  assert.ok(
    !JSON.stringify([settings.list(), settings.schema(), settings.getSettings()]).includes('canary-77'),
  );
});

test('while the plugin is off its part of Program is absent, and other settings still work', async (context) => {
  const { host, lib } = await start(context);
  await host.disable('settings', { cascade: true });
  assert.throws(() => lib.Program.getSettings(), { code: 'NO_CONTRIBUTION' });
  await host.configuration.set('settings.theme', 'Windows');
  await host.enable('settings');
  await host.enable('probe');
  assert.equal((globalThis as unknown as { probeLib: ExtensionLib }).probeLib.Program.getTheme(), 'Windows');
});
