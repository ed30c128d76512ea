import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';
import { runCli, runJson } from './run-cli.ts';

const CONFIG = 'headframe.config.jsonc';

function textOf(folder: string): string {
  return readFileSync(join(folder, CONFIG), 'utf8');
}

test('init writes a config file that check takes, and never over an existing one', async (t) => {
  const folder = temporaryFolder(t);
  const { file, schema } = await runJson<{ file: string; schema: string }>(folder, 'init');
  assert.equal(file, join(folder, CONFIG));
  assert.equal(schema, join(folder, '.headframe/config.schema.json'));
  assert.match(textOf(folder), /"\$schema": ".\/.headframe\/config.schema.json"/);
  const { ok } = await runJson<{ ok: boolean }>(folder, 'check');
  assert.equal(ok, true);
  const before = textOf(folder);
  const again = await runCli(folder, ['init']);
  assert.equal(again.code, 1);
  assert.equal(
    again.err,
    `DUPLICATE: ${file} exists already; it was not touched\n  Choose another name, or close the plugin that holds it.\n`,
  );
  assert.equal(textOf(folder), before);
});

test('check shows each error of the config file with its place and ends with 78', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { [CONFIG]: '{\n  "plugins": {\n    "socket-server": { "enabeld": false }\n  }\n}\n' });
  const { code, out } = await runCli(folder, ['check']);
  assert.equal(code, 78);
  assert.match(
    out,
    /^error {2}config {2}.*headframe\.config\.jsonc:3:24: plugins\.socket-server has no "enabeld"/m,
  );
  assert.match(out, /did you mean "enabled"\?/);
  const { findings } = await runJson<{ findings: { place: object }[] }>(folder, 'check');
  assert.deepEqual(
    findings.map(({ place }) => place),
    [{ file: join(folder, CONFIG), line: 3, col: 24 }],
  );
});

test('check shows what is wrong with plugins without running one', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(join(folder, 'mine'), 'lonely', 'throw new Error("it ran");', { requirements: ['nobody>=1'] });
  writeFiles(folder, { 'mine/bad/plugin.json': '{ "name": 5 }', [CONFIG]: '{ "pluginDirs": ["mine"] }' });
  const { code, out } = await runCli(folder, ['check']);
  assert.equal(code, 1);
  assert.match(out, /error +plugin lonely +lonely requires nobody/);
  assert.match(out, /error +plugin in .*mine\/bad/);
  assert.ok(!out.includes('it ran'));
});

test('doctor looks at Node, Python, the config, the data folder and the host', async (t) => {
  const folder = temporaryFolder(t);
  const settings = { port: 0 };
  const plugins = { 'socket-server': { settings }, 'web-inspector': { settings } };
  writeFiles(folder, { [CONFIG]: JSON.stringify({ plugins }) });
  const { ok, findings } = await runJson<{ ok: boolean; findings: { status: string; subject: string }[] }>(
    folder,
    'doctor',
  );
  assert.equal(ok, true);
  const subjects = findings.map(({ subject }) => subject);
  for (const subject of ['node', 'python3', 'config', 'data folder', 'host']) {
    assert.ok(subjects.includes(subject), subject);
  }
});

test('config get, set and unset change the file alone where they have to, and keep its comments', async (t) => {
  const folder = temporaryFolder(t);
  const text =
    '{\n  // the port of all\n  "plugins": { "socket-server": { "settings": { "port": 5 } } }, // end\n}\n';
  writeFiles(folder, { [CONFIG]: text });
  assert.equal((await runCli(folder, ['config', 'get', 'socket-server.port'])).out, '5\n');
  assert.deepEqual(await runJson(folder, 'config', 'set', 'socket-server.port', '0'), {
    name: 'socket-server.port',
    file: join(folder, CONFIG),
  });
  assert.equal(textOf(folder), text.replace('5', '0'));
  await runJson(folder, 'config', 'set', 'log.level', 'debug');
  assert.match(textOf(folder), /"level": "debug"/);
  await runJson(folder, 'config', 'unset', 'socket-server.port');
  assert.deepEqual(await runJson(folder, 'config', 'get', 'socket-server.port'), {
    name: 'socket-server.port',
    value: 12306,
  });
  assert.match(textOf(folder), /the port of all[\s\S]*end/);
});

test('a bad name or value is refused with 78 and a hint, and the file stays', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { [CONFIG]: '{}\n' });
  const unknown = await runCli(folder, ['config', 'set', 'socket-server.prot', '1']);
  assert.deepEqual([unknown.code, unknown.out], [78, '']);
  assert.match(unknown.err, /^SETTING_UNKNOWN: .*did you mean "port"\?/);
  const invalid = await runCli(folder, ['config', 'set', 'socket-server.port', '70000', '--json']);
  assert.deepEqual([invalid.code, invalid.err], [78, '']);
  const { error } = JSON.parse(invalid.out);
  assert.deepEqual([error.code, Object.keys(error)], ['SETTING_INVALID', ['code', 'message', 'fix', 'data']]);
  assert.equal(textOf(folder), '{}\n');
});

test('config print --sources says of every value, the host’s keys included, where it comes from', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, {
    [CONFIG]: '{\n  "log": { "level": "warn" },\n  "plugins": { "workspace": { "enabled": false } }\n}\n',
    'headframe.config.local.jsonc': '{ "pluginDirs": ["./own"] }',
  });
  const env = { HEADFRAME__plugins__socket_server__settings__port: '7' };
  const args = ['config', 'print', '--sources', '--json', '--data-dir', 'elsewhere'];
  const { out } = await runCli(folder, args, env);
  const values = new Map<string, { value: unknown; source: string; from: string }>(
    JSON.parse(out).values.map(({ path, ...rest }: { path: string }) => [path, rest]),
  );
  const told = (path: string): unknown => {
    const { value, source, from } = values.get(path) ?? {};
    return [value, source, from?.replace(`${folder}/`, '')];
  };
  assert.deepEqual(told('log.level'), ['warn', 'file', `${CONFIG}:2:21`]);
  assert.deepEqual(told('log.format'), ['auto', 'default', 'default']);
  assert.deepEqual(told('plugins.workspace.enabled'), [false, 'file', `${CONFIG}:3:42`]);
  assert.deepEqual(told('pluginDirs'), [[join(folder, 'own')], 'local', 'headframe.config.local.jsonc:1:17']);
  assert.deepEqual(told('dataDir'), [join(folder, 'elsewhere'), 'flag', 'override of dataDir']);
  assert.deepEqual(told('plugins.socket-server.settings.port'), [
    7,
    'environment',
    'environment variable HEADFRAME__plugins__socket_server__settings__port',
  ]);
});

test('a secret is printed nowhere, and asking for it ends with 77', async (t) => {
  const folder = temporaryFolder(t);
  const secret = 'canary-20';
  writePlugin(join(folder, 'mine'), 'own', 'export {};', { settings: 'settings.json' });
  writeFiles(folder, {
    [CONFIG]: JSON.stringify({ pluginDirs: ['mine'], plugins: { own: { settings: { token: secret } } } }),
    'mine/own/settings.json': '{}',
    'mine/own/settings.schema.json': JSON.stringify({
      type: 'object',
      properties: { token: { type: 'string', 'x-secret': true } },
    }),
  });
  assert.equal((await runCli(folder, ['config', 'get', 'own.token'])).code, 77);
  for (const args of [
    ['config', 'print'],
    ['config', 'print', '--sources'],
    ['config', 'get', 'own'],
    ['plugin', 'info', 'own'],
    ['check'],
  ]) {
    for (const json of [[], ['--json']]) {
      const { out, err } = await runCli(folder, [...args, ...json]);
      assert.ok(out !== '' && !(out + err).includes(secret), args.join(' '));
    }
  }
});

test('config print gives the whole configuration, config path its file', async (t) => {
  const folder = temporaryFolder(t);
  const printed = JSON.parse((await runCli(folder, ['config', 'print'])).out);
  assert.equal(printed.plugins['socket-server'].settings.port, 12306);
  assert.equal(printed.log.level, 'info');
  assert.deepEqual(await runJson(folder, 'config', 'path'), { file: join(folder, CONFIG), exists: false });
});

test('settings reaches plugins’ settings, PyMiner’s by their bare names, and not the host’s keys', async (t) => {
  const folder = temporaryFolder(t);
  await runJson(folder, 'settings', 'set', 'theme', 'Windows');
  assert.equal((await runCli(folder, ['settings', 'get', 'settings.theme'])).out, 'Windows\n');
  await runJson(folder, 'settings', 'reset', 'theme');
  assert.equal((await runCli(folder, ['settings', 'get', 'theme'])).out, 'Fusion\n');
  const refused = await runCli(folder, ['settings', 'set', 'log.level', 'debug']);
  assert.equal(refused.code, 78);
  assert.match(refused.err, /"log\.level" is not one setting of a plugin/);
});

test('plugin list and plugin info show the plugins of all folders', async (t) => {
  const folder = temporaryFolder(t);
  writePlugin(join(folder, 'mine'), 'averager', 'export {};', {
    version: '1.2',
    requirements: ['workspace'],
    dependencies: ['numpy'],
  });
  writeFiles(folder, {
    [CONFIG]: '{ "pluginDirs": ["mine"], "plugins": { "averager": { "enabled": false } } }',
    'mine/bad/plugin.json': '{',
  });
  const list = await runJson<{ plugins: { name: string; enabled: boolean }[]; broken: object[] }>(
    folder,
    'plugin',
    'list',
  );
  assert.deepEqual(
    list.plugins.map(({ name, enabled }) => [name, enabled]),
    [
      ['settings', true],
      ['socket-server', true],
      ['web-inspector', true],
      ['workspace', true],
      ['averager', false],
    ],
  );
  assert.equal(list.broken.length, 1);
  assert.match(
    (await runCli(folder, ['plugin', 'list'])).out,
    /^NAME +VERSION[\s\S]*averager +1\.2\.0 +no +-/,
  );
  const info = (await runCli(folder, ['plugin', 'info', 'averager'])).out;
  assert.match(info, /requires +workspace/);
  assert.match(info, /pip packages +numpy \(not installed by Headframe\)/);
  const unknown = await runCli(folder, ['plugin', 'info', 'averagr']);
  assert.deepEqual([unknown.code, unknown.out], [1, '']);
  assert.match(unknown.err, /^UNKNOWN_PLUGIN: there is no plugin "averagr"; did you mean "averager"\?/);
});

test('plugin disable and enable edit the file, and refuse what requirements forbid', async (t) => {
  const folder = temporaryFolder(t);
  const refused = await runCli(folder, ['plugin', 'disable', 'workspace']);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /^PLUGIN_REQUIRED: workspace is required by web-inspector, socket-server; --cascade disables them too/,
  );
  assert.ok(!existsSync(join(folder, CONFIG)));
  const { plugins, running } = await runJson<{ plugins: string[]; running: boolean }>(
    folder,
    'plugin',
    'disable',
    'workspace',
    '--cascade',
  );
  assert.deepEqual([plugins, running], [['web-inspector', 'socket-server', 'workspace'], false]);
  const { error } = await runJson<{ error: { code: string } }>(folder, 'plugin', 'enable', 'socket-server');
  assert.equal(error.code, 'REQUIREMENT_MISSING');
  await runJson(folder, 'plugin', 'enable', 'workspace');
  await runJson(folder, 'plugin', 'enable', 'socket-server');
  assert.deepEqual(JSON.parse(textOf(folder)).plugins, {
    'socket-server': { enabled: true },
    'web-inspector': { enabled: false },
    workspace: { enabled: true },
  });
});

for (const args of [
  ['status'],
  ['stop'],
  ['reload'],
  ['plugin', 'refresh', 'workspace'],
  ['plugin', 'tree'],
]) {
  test(`${args.join(' ')} ends with 69 when no host is running`, async (t) => {
    const folder = temporaryFolder(t);
    const { code, out, err } = await runCli(folder, args);
    assert.equal(code, 69);
    assert.match(out + err, /no host is running on .*\.headframe/);
  });
}

test('wrong usage ends with 2 and says what was probably meant', async (t) => {
  const folder = temporaryFolder(t);
  for (const [args, said] of [
    [['strat'], /unknown command 'strat'\n\(Did you mean start\?\)/],
    [['plugin', 'lst'], /unknown command 'lst'\n\(Did you mean list\?\)/],
    [['start', '--prot', '1'], /unknown option '--prot'\n\(Did you mean --port\?\)/],
    [['start', '--port', 'many'], /a port is a number from 0 to 65535/],
    [['plugin'], /Usage: headframe plugin/],
  ] as const) {
    const { code, out, err } = await runCli(folder, args);
    assert.deepEqual([code, out], [2, ''], args.join(' '));
    assert.match(err, said);
  }
  const help = await runCli(folder, ['--help']);
  assert.deepEqual([help.code, help.err], [0, '']);
  assert.equal((await runCli(folder, ['--version'])).code, 0);
});
