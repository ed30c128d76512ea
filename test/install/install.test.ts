import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, type TestContext, test } from 'node:test';
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
import { writeZip } from './zip.ts';

const INSTALLER = `
  override onInstall(): void { events.push(this.info.name + ' install ' + this.info.version); }
  override onUninstall(): void { events.push(this.info.name + ' uninstall'); }`;

interface Place {
  readonly host: Host;
  readonly cwd: string;
  /** Where sources of plugins are written. */
  readonly sources: string;
  readonly log: string[];
}

/** A host in a folder of its own, started or not. */
async function place(t: TestContext, isStarted = true, cwd = temporaryFolder(t)): Promise<Place> {
  const logger = createRecordingLogger();
  const host = await Host.create({ cwd, builtIn: false, logger, env: {} });
  t.after(() => host.stop());
  if (isStarted) await host.start();
  return { host, cwd, sources: temporaryFolder(t), log: logger.lines };
}

/** What the extensions folder holds, the installer's own left-overs included. */
function installed(cwd: string): string[] {
  const folder = join(cwd, '.headframe/extensions');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name !== '.pending') : [];
}

beforeEach(() => {
  events.length = 0;
});

test('a folder is copied without node_modules and hidden files, loaded, and onInstall is called once', async (t) => {
  const { host, cwd, sources } = await place(t);
  const source = writePlugin(sources, 'alpha', tellingPlugin('alpha', INSTALLER), { version: '1.0' });
  writeFiles(source, { 'node_modules/x/index.js': '', '.git/config': '', 'sub/data.txt': 'data' });

  const result = await host.install(source);

  assert.deepEqual(result, {
    name: 'alpha',
    version: '1.0.0',
    folder: join(cwd, '.headframe/extensions/alpha'),
    previous: undefined,
    pipDependencies: [],
  });
  assert.deepEqual(events, ['alpha loading', 'alpha load', 'alpha install 1.0.0']);
  assert.deepEqual(readdirSync(result.folder).sort(), ['main.ts', 'plugin.json', 'sub']);
  assert.deepEqual(installed(cwd), ['alpha']);
  assert.equal(pluginOf(host, 'alpha').state, 'active');

  const next = await place(t, true, cwd);
  assert.equal(pluginOf(next.host, 'alpha').state, 'active');
  assert.equal(events.filter((event) => event.includes('install')).length, 1);
});

test('an archive is installed, also when its files lie in one folder', async (t) => {
  const { host, cwd, sources } = await place(t);
  const files = { 'plugin.json': '{"name":"flat"}', 'main.ts': tellingPlugin('flat') };
  writeZip(join(sources, 'flat.zip'), files);
  writeZip(join(sources, 'deep.zip'), {
    'deep-1.0/plugin.json': '{"name":"@scope/deep"}',
    'deep-1.0/main.ts': tellingPlugin('deep'),
  });

  await host.install('flat.zip', { cwd: sources });
  await host.install(join(sources, 'deep.zip'));

  assert.deepEqual(states(host), { flat: 'active', '@scope/deep': 'active' });
  assert.deepEqual(installed(cwd).sort(), ['@scope+deep', 'flat']);
});

test('a linked plugin is the folder under development itself, which outlives its removal', async (t) => {
  const { host, cwd, sources } = await place(t);
  const source = writePlugin(sources, 'alpha', tellingPlugin('alpha', INSTALLER));

  await host.install(source, { link: true });
  assert.ok(lstatSync(join(cwd, '.headframe/extensions/alpha')).isSymbolicLink());
  assert.equal(pluginOf(host, 'alpha').folder, source);

  writeFiles(source, { 'main.ts': tellingPlugin('alpha').replace("'alpha load'", "'alpha load again'") });
  await host.refresh('alpha');
  assert.ok(events.includes('alpha load again'));

  await host.uninstall('alpha');
  assert.deepEqual(installed(cwd), []);
  assert.ok(existsSync(join(source, 'main.ts')));
  await assert.rejects(host.install('nowhere.zip', { link: true }), { code: 'BAD_ARGUMENT' });
});

test('an upgrade keeps settings and dependents, and does not call onInstall', async (t) => {
  const { host, cwd, sources } = await place(t);
  const settings = { 'settings.json': '{"level": 1}', 'main.ts': tellingPlugin('alpha', INSTALLER) };
  const old = writePlugin(sources, 'alpha', '', { version: '1.0', settings: 'settings.json' });
  writeFiles(old, settings);
  const user = writePlugin(sources, 'user', tellingPlugin('user'), { requirements: ['alpha'] });
  await host.install(old);
  await host.install(user);
  await host.configuration.set('alpha.level', 7);
  events.length = 0;

  const next = writePlugin(join(sources, 'next'), 'alpha', '', { version: '2.0', settings: 'settings.json' });
  writeFiles(next, { ...settings, 'settings.json': '{"level": 1, "extra": true}' });
  const result = await host.install(next);

  assert.equal(result.previous, '1.0.0');
  assert.deepEqual(events, ['alpha close', 'alpha loading', 'alpha load']);
  assert.equal(pluginOf(host, 'alpha').version, '2.0.0');
  assert.deepEqual(host.configuration.get('alpha'), { level: 7, extra: true });
  assert.deepEqual(installed(cwd).sort(), ['alpha', 'user']);
});

test('an upgrade that fails, by code or by settings that do not fit, leaves the old version running', async (t) => {
  const { host, cwd, sources } = await place(t);
  const old = writePlugin(sources, 'alpha', tellingPlugin('alpha'), { version: '1.0', settings: 's.json' });
  writeFiles(old, { 's.json': '{"level": 1}' });
  await host.install(old);
  await host.configuration.set('alpha.level', 7);

  const broken = writePlugin(join(sources, 'broken'), 'alpha', 'throw new Error("broken module");', {
    version: '2.0',
    settings: 's.json',
  });
  writeFiles(broken, { 's.json': '{"level": 1}' });
  await assert.rejects(host.install(broken), { code: 'PLUGIN_FAILED', message: /broken module/ });
  const other = writePlugin(join(sources, 'other'), 'alpha', tellingPlugin('alpha'), {
    version: '3.0',
    settings: 's.json',
  });
  writeFiles(other, { 's.json': '{"level": "low"}' });
  await assert.rejects(host.install(other), { code: 'BAD_CONFIG', message: /alpha\.level must be string/ });

  assert.equal(pluginOf(host, 'alpha').state, 'active');
  assert.equal(pluginOf(host, 'alpha').version, '1.0.0');
  assert.equal(host.configuration.get('alpha.level'), 7);
  assert.deepEqual(installed(cwd), ['alpha']);
  assert.match(readFileSync(join(cwd, '.headframe/extensions/alpha/plugin.json'), 'utf8'), /"1\.0"/);
});

test('a plugin whose load or onInstall fails is not installed', async (t) => {
  const { host, cwd, sources } = await place(t);
  const faults = {
    load: tellingPlugin('bad').replace("events.push('bad load')", "throw new Error('no load')"),
    install: tellingPlugin('bad', "override onInstall(): void { throw new Error('no install'); }"),
  };
  for (const [name, main] of Object.entries(faults)) {
    const source = writePlugin(join(sources, name), 'bad', main);
    await assert.rejects(host.install(source), { message: new RegExp(`no ${name}`) });
    assert.deepEqual(states(host), {});
    assert.deepEqual(installed(cwd), []);
  }
});

test('missing requirements are refused by name before any code runs', async (t) => {
  const { host, cwd, sources } = await place(t);
  await host.install(writePlugin(sources, 'base', tellingPlugin('base'), { version: '1.0' }));
  const source = writePlugin(sources, 'needy', 'throw new Error("this must not run");', {
    requirements: ['base>=2', 'ghost', 'other == 1.2', 'base'],
  });

  await assert.rejects(host.install(source), {
    code: 'REQUIREMENT_MISSING',
    message: 'needy requires base>=2, ghost, other==1.2, which are not there or not enabled',
    data: { missing: ['base>=2', 'ghost', 'other==1.2'] },
  });
  assert.deepEqual(installed(cwd), ['base']);
});

test('an upgrade that its dependents cannot take is refused with their names', async (t) => {
  const { host, sources } = await place(t);
  await host.install(writePlugin(sources, 'base', tellingPlugin('base'), { version: '1.0' }));
  await host.install(writePlugin(sources, 'user', tellingPlugin('user'), { requirements: ['base<=1.5'] }));
  const next = writePlugin(join(sources, 'next'), 'base', tellingPlugin('base'), { version: '2.0' });
  await assert.rejects(host.install(next), { code: 'PLUGIN_REQUIRED', data: { dependents: ['user'] } });
  const circle = writePlugin(join(sources, 'circle'), 'base', '', { version: '1.1', requirements: ['user'] });
  writeFiles(circle, { 'main.ts': tellingPlugin('base') });
  await assert.rejects(host.install(circle), { code: 'REQUIREMENT_CYCLE' });
  assert.deepEqual(states(host), { base: 'active', user: 'active' });
});

test('what is no plugin, has a taken name or a link inside is refused', async (t) => {
  const { host, cwd, sources } = await place(t);
  const taken = temporaryFolder(t);
  writePlugin(taken, 'taken', tellingPlugin('taken'));
  const second = await Host.create({
    cwd,
    builtIn: false,
    pluginDirs: [taken],
    logger: createRecordingLogger(),
    env: {},
  });
  t.after(() => second.stop());
  await second.start();
  await assert.rejects(second.install(writePlugin(sources, 'taken', tellingPlugin('taken'))), {
    code: 'DUPLICATE',
  });

  writeFiles(sources, { 'empty/readme.md': '', 'file.txt': '' });
  await assert.rejects(host.install(join(sources, 'empty')), { code: 'BAD_MANIFEST' });
  await assert.rejects(host.install(join(sources, 'file.txt')), { code: 'BAD_ARGUMENT' });
  await assert.rejects(host.install('Not A Name'), { code: 'BAD_ARGUMENT' });
  await assert.rejects(host.install('./no-such-folder'), { code: 'BAD_ARGUMENT' });
  const noMain = writePlugin(sources, 'nomain', '', { main: 'other.ts' });
  await assert.rejects(host.install(noMain), { code: 'BAD_MANIFEST', message: /other\.ts/ });
  const badSettings = writePlugin(sources, 'badsettings', tellingPlugin('x'), { settings: 's.json' });
  writeFileSync(join(badSettings, 's.json'), '{');
  await assert.rejects(host.install(badSettings), { code: 'BAD_MANIFEST', message: /s\.json/ });
  const linked = writePlugin(sources, 'linked', tellingPlugin('linked'));
  symlinkSync('/etc/hostname', join(linked, 'stolen'));
  await assert.rejects(host.install(linked), { code: 'BAD_ARGUMENT', message: /stolen/ });
  assert.deepEqual(installed(cwd), []);
});

test("PyMiner's array of pip packages is told of and never installed", async (t) => {
  const { host, sources, log } = await place(t);
  const source = writePlugin(sources, 'mining', tellingPlugin('mining'), {
    dependencies: ['flake8 >=3.8.3'],
  });
  const { pipDependencies } = await host.install(source);
  assert.deepEqual(pipDependencies, ['flake8 >=3.8.3']);
  assert.deepEqual(log, ['mining names pip packages, which are not installed: flake8 >=3.8.3']);
});

test('a removal calls onUninstall, and takes the files and what the config file says', async (t) => {
  const { host, cwd, sources } = await place(t);
  const source = writePlugin(sources, 'alpha', tellingPlugin('alpha', INSTALLER), { settings: 's.json' });
  writeFiles(source, { 's.json': '{"level": 1}' });
  await host.install(source);
  await host.configuration.set('alpha.level', 7);
  events.length = 0;
  const told: string[] = [];
  const scope = new Scope({ name: 'test', rank: 0 });
  host.hooks.pluginStateChanged.tap(scope, ({ plugin, state }) => void told.push(`${plugin} ${state}`));

  await host.uninstall('alpha');

  assert.deepEqual(events, ['alpha uninstall', 'alpha close']);
  assert.deepEqual(told, ['alpha closing', 'alpha disabled', 'alpha removed']);
  assert.deepEqual(states(host), {});
  assert.deepEqual(installed(cwd), []);
  assert.doesNotMatch(readFileSync(join(cwd, 'headframe.config.jsonc'), 'utf8'), /alpha/);
  await assert.rejects(host.uninstall('alpha'), { code: 'UNKNOWN_PLUGIN' });
  await host.install(source);
  assert.equal(host.configuration.get('alpha.level'), 1);
});

test('a removal is refused while others require the plugin, and of plugins that were not installed', async (t) => {
  const { cwd, sources } = await place(t, false);
  const own = temporaryFolder(t);
  writePlugin(own, 'listed', tellingPlugin('listed'));
  const host = await Host.create({
    cwd,
    builtIn: false,
    pluginDirs: [own],
    logger: createRecordingLogger(),
    env: {},
  });
  t.after(() => host.stop());
  await host.start();
  await host.install(writePlugin(sources, 'base', tellingPlugin('base', INSTALLER)));
  await host.install(writePlugin(sources, 'user', tellingPlugin('user'), { requirements: ['base'] }));
  events.length = 0;

  await assert.rejects(host.uninstall('base'), { code: 'PLUGIN_REQUIRED', data: { dependents: ['user'] } });
  await assert.rejects(host.uninstall('listed'), { code: 'FORBIDDEN' });
  assert.equal(events.length, 0);
  await host.uninstall('user');
  await host.uninstall('base');
  assert.deepEqual(states(host), { listed: 'active' });
});

test('a plugin cannot prevent its removal', async (t) => {
  const { host, cwd, sources, log } = await place(t);
  const fault = "override onUninstall(): void { throw new Error('I stay'); }";
  await host.install(writePlugin(sources, 'clingy', tellingPlugin('clingy', fault)));
  await host.uninstall('clingy');
  assert.deepEqual(installed(cwd), []);
  assert.deepEqual(log, ['clingy failed in onUninstall: I stay']);
});

test('before the start files alone are placed; the next start calls onInstall, once', async (t) => {
  const { host, cwd, sources } = await place(t, false);
  await host.install(writePlugin(sources, 'alpha', tellingPlugin('alpha', INSTALLER), { version: '1.0' }));
  assert.equal(events.length, 0);

  const next = await place(t, true, cwd);
  assert.deepEqual(events, ['alpha loading', 'alpha load', 'alpha install 1.0.0']);
  await next.host.stop();
  await place(t, true, cwd);
  assert.equal(events.filter((event) => event.includes('install')).length, 1);
});

test('a host that is running takes up a plugin that was placed beside it, at its next reload', async (t) => {
  const { host, cwd, sources } = await place(t);
  const other = await place(t, false, cwd);
  await other.host.install(
    writePlugin(sources, 'alpha', tellingPlugin('alpha', INSTALLER), { version: '1.0' }),
  );
  await host.reload();
  assert.deepEqual(events, ['alpha loading', 'alpha load', 'alpha install 1.0.0']);
});
