import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Configuration } from '../../core/config/index.ts';
import { configErrorOf, createPlugin, load, temporaryFolder, writeConfig } from './fixture.ts';

test('without a file the built-in defaults hold', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await load(folder);
  assert.equal(configuration.file, undefined);
  assert.equal(configuration.targetFile, join(folder, 'headframe.config.jsonc'));
  assert.equal(configuration.dataDir, join(folder, '.headframe'));
  assert.deepEqual(configuration.pluginDirs, []);
  assert.deepEqual(configuration.log, {});
  assert.equal(configuration.enabled('workspace'), undefined);
  assert.equal(configuration.settingsOf('socket-server').port, 12306);
});

test('defaults < file < local overlay < environment < --set < overrides, and each says where it is from', async (context) => {
  const folder = temporaryFolder(context);
  const say = (value: object): string =>
    JSON.stringify({ plugins: { 'socket-server': { settings: value } } });
  writeConfig(
    folder,
    say({ host: 'file', beat: 1, policy: 'any', modes: ['safe'], limits: { clients: 1, bytes: 1 } }),
  );
  writeConfig(
    folder,
    say({ beat: 2, policy: 'none', limits: { clients: 2 } }),
    'headframe.config.local.jsonc',
  );
  const configuration = await load(folder, {
    env: {
      HEADFRAME__plugins__socket_server__settings__policy: 'data-only',
      HEADFRAME__PLUGINS__SOCKET_SERVER__SETTINGS__LIMITS__CLIENTS: '3',
    },
    set: ['socket-server.limits.clients=4', 'socket-server.labels.a=5'],
    overrides: [{ path: ['plugins', 'socket-server', 'settings', 'limits', 'clients'], value: 5 }],
  });
  assert.deepEqual(
    { ...configuration.settingsOf('socket-server') },
    {
      port: 12306,
      host: 'file',
      beat: 2,
      modes: ['safe'],
      limits: { clients: 5, bytes: 1 },
      policy: 'data-only',
      labels: { a: '5' },
    },
  );
  const sources = new Map(configuration.list().map(({ path, source }) => [path, source]));
  assert.equal(sources.get('socket-server.port'), 'default');
  assert.equal(sources.get('socket-server.host'), 'file');
  assert.equal(sources.get('socket-server.beat'), 'local');
  assert.equal(sources.get('socket-server.policy'), 'environment');
  assert.equal(sources.get('socket-server.limits.clients'), 'flag');
  assert.equal(sources.get('socket-server.limits.bytes'), 'file');
});

test('paths in a file start from its folder, paths from outside from the current one', async (context) => {
  const folder = temporaryFolder(context);
  createPlugin(folder, 'unused');
  const file = writeConfig(
    join(folder, 'installed'),
    '{ "dataDir": "d", "pluginDirs": ["p", "/abs"], "log": { "file": "l.log" } }',
  );
  const configuration = await Configuration.load({
    cwd: folder,
    file: 'installed/headframe.config.jsonc',
    env: {},
  });
  assert.equal(configuration.file, file);
  assert.equal(configuration.dataDir, join(folder, 'installed/d'));
  assert.deepEqual(configuration.pluginDirs, [join(folder, 'installed/p'), '/abs']);
  assert.deepEqual(configuration.log, { file: join(folder, 'installed/l.log') });
  const flagged = await Configuration.load({
    cwd: folder,
    file,
    env: {},
    set: ['dataDir=d', 'log.level=debug'],
  });
  assert.equal(flagged.dataDir, join(folder, 'd'));
  assert.equal(flagged.log.level, 'debug');
});

test('a text from outside is read as JSON where the setting wants that, else kept', async (context) => {
  const folder = temporaryFolder(context);
  const set = [
    'socket-server.host=5',
    'socket-server.port=5',
    'socket-server.modes=["safe"]',
    'plugins.workspace.enabled=false',
    'socket-server.labels={"x":"1"}',
  ];
  const configuration = await load(folder, { set });
  const { host, port, modes, labels } = configuration.settingsOf('socket-server');
  assert.deepEqual(
    { host, port, modes, labels },
    { host: '5', port: 5, modes: ['safe'], labels: { x: '1' } },
  );
  assert.equal(configuration.enabled('workspace'), false);
});

test('unknown or bad values from outside are told by their own name', async (context) => {
  const folder = temporaryFolder(context);
  const cases: [Parameters<typeof load>[1], RegExp][] = [
    [
      { env: { HEADFRAME__plugins__socket_serve__enabled: 'true' } },
      /^environment variable HEADFRAME__plugins__socket_serve__enabled: plugins has no name that matches "socket_serve"; did you mean "socket-server"/,
    ],
    [
      { env: { HEADFRAME__dataDirectory: 'x' } },
      /HEADFRAME__dataDirectory: the configuration has no name that matches "dataDirectory"; did you mean "dataDir"/,
    ],
    [
      { env: { HEADFRAME__plugins__socket_server__settings__port: 'all' } },
      /^environment variable HEADFRAME__plugins__socket_server__settings__port: socket-server\.port must be integer/,
    ],
    [
      { env: { HEADFRAME__plugins__socket_server__settings__token_FILE: '/nowhere/token' } },
      /token_FILE: the file \/nowhere\/token cannot be read/,
    ],
    [{ env: { HEADFRAME__: 'x' } }, /HEADFRAME__: /],
    [
      { set: ['socket-server.prot=1'] },
      /^--set socket-server\.prot: there is no setting "socket-server\.prot": socket-server has no "prot"; did you mean "port"/,
    ],
    [{ set: ['workspce.history=1'] }, /did you mean "workspace"/],
    [{ set: ['workspace.history=lots'] }, /^--set workspace\.history: workspace\.history must be number/],
    [{ set: ['workspace.history={"__proto__":1}'] }, /must not have the key __proto__/],
    [
      { overrides: [{ path: ['plugins', 'workspace', 'settings', 'keep'], value: 0 }] },
      /^override of plugins\.workspace\.settings\.keep: workspace\.keep must be boolean/,
    ],
  ];
  for (const [options, message] of cases)
    assert.match((await configErrorOf(() => load(folder, options))).message, message);
  await assert.rejects(load(folder, { set: ['port'] }), { code: 'BAD_ARGUMENT' });
});

test('a bad value in the file is told although a flag hides it', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, '{ "plugins": { "socket-server": { "settings": { "port": "x" } } } }');
  const error = await configErrorOf(() => load(folder, { set: ['socket-server.port=0'] }));
  assert.deepEqual(
    error.problems.map(({ line, col }) => [line, col]),
    [[1, 57]],
  );
});

test('names that only differ in what the environment cannot say are refused', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await Configuration.load({
    cwd: folder,
    env: { HEADFRAME__plugins__a_b__enabled: 'false' },
  });
  const manifests = ['a-b', 'a_b'].map((name) => createPlugin(folder, name));
  assert.throws(() => configuration.check(manifests), /it may be any of a-b, a_b/);
});

test('a required setting that nobody gives is told, unless its plugin is off', async (context) => {
  const folder = temporaryFolder(context);
  const schema = { type: 'object', required: ['url'], properties: { url: { type: 'string' } } };
  const manifest = createPlugin(folder, 'bridge', { defaults: {}, schema });
  const off = await Configuration.load({ cwd: folder, env: {}, set: ['plugins.bridge.enabled=false'] });
  off.check([manifest]);
  const on = await Configuration.load({ cwd: folder, env: {} });
  const error = await configErrorOf(async () => on.check([manifest]));
  assert.match(error.message, /headframe\.config\.jsonc: bridge must have required property 'url'/);
  const given = await Configuration.load({ cwd: folder, env: {}, set: ['bridge.url=x'] });
  given.check([manifest]);
  assert.equal(given.settingsOf('bridge').url, 'x');
});

test("a plugin's own bad settings files harm that plugin alone", async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await Configuration.load({ cwd: folder, env: {}, set: ['broken.x=1'].slice(1) });
  const manifests = [
    createPlugin(folder, 'good', { defaults: { a: 1 } }),
    createPlugin(folder, 'no-json', { defaults: '{ "a": }' }),
    createPlugin(folder, 'bad-schema', { defaults: {}, schema: { type: 'objekt' } }),
    createPlugin(folder, 'bad-default', {
      defaults: { a: 'x' },
      schema: { properties: { a: { type: 'number' } } },
    }),
    { ...createPlugin(folder, 'no-file'), settings: 'settings.json' },
  ];
  configuration.check(manifests, ['unreadable']);
  assert.equal(configuration.settingsOf('good').a, 1);
  for (const [plugin, message] of [
    ['no-json', /settings\.json:1:8: a value is expected here/],
    ['bad-schema', /schema is invalid/],
    ['bad-default', /\/a must be number/],
    ['no-file', /ENOENT/],
    ['unreadable', /its manifest is bad/],
  ] as const) {
    assert.throws(() => configuration.settingsOf(plugin), { code: 'BAD_MANIFEST', message });
  }
});
