import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SettingChange } from '../../core/config/index.ts';
import { Scope } from '../../core/scope.ts';
import { createPlugins, load, temporaryFolder, textOf, writeConfig } from './fixture.ts';

const TEXT = `{
  "$schema": "./schema.json", // for the editor
  "plugins": {
    /* the server */
    "socket-server": {
      "settings": { "port": 1 }
    }
  }
}
`;

test('a set value is in the file, in the view, and announced; comments and order stay', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, TEXT);
  const configuration = await load(folder);
  const view = configuration.settingsOf('socket-server');
  const changes: SettingChange[] = [];
  configuration.changed.tap(new Scope({ name: 'test', rank: 0 }), (change) => void changes.push(change));

  await configuration.set('socket-server.port', 22);
  await configuration.set('socket-server.limits.clients', 5);
  await configuration.set('socket-server.port', 22);

  assert.equal(
    textOf(configuration.targetFile),
    TEXT.replace('"port": 1', '"port": 22, "limits": { "clients": 5 }'),
  );
  assert.equal(configuration.settingsOf('socket-server'), view);
  assert.deepEqual([view.port, view.limits], [22, { clients: 5 }]);
  assert.deepEqual(changes, [
    { plugin: 'socket-server', key: 'port', value: 22, previous: 1 },
    { plugin: 'socket-server', key: 'limits.clients', value: 5, previous: 1024 },
  ]);
  await configuration.unset('socket-server.port');
  assert.equal(view.port, 12306);
  assert.equal(configuration.get('socket-server.port'), 12306);
});

test('the view and what is in it cannot be changed', async (context) => {
  const view = (await load(temporaryFolder(context))).settingsOf('socket-server') as Record<string, unknown>;
  assert.throws(() => Object.assign(view, { port: 1 }), TypeError);
  assert.throws(() => Object.assign(view.limits as object, { clients: 1 }), TypeError);
  assert.throws(() => (view.modes as string[]).push('safe'), TypeError);
  assert.deepEqual(JSON.parse(JSON.stringify(view)), {
    port: 12306,
    host: '127.0.0.1',
    beat: 10,
    modes: ['fast'],
    limits: { clients: 1024 },
  });
});

test('without a file the first edit makes one, 0600; an existing mode is kept', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await load(folder);
  await configuration.set('plugins.workspace.enabled', false);
  assert.equal(
    textOf(configuration.targetFile),
    '{\n  "plugins": {\n    "workspace": {\n      "enabled": false\n    }\n  }\n}\n',
  );
  assert.equal(statSync(configuration.targetFile).mode & 0o777, 0o600);
  assert.equal(configuration.file, configuration.targetFile);
  assert.equal(configuration.enabled('workspace'), false);
  chmodSync(configuration.targetFile, 0o644);
  await configuration.set('workspace.history', 3);
  assert.equal(statSync(configuration.targetFile).mode & 0o777, 0o644);
  assert.deepEqual(readdirSync(folder).sort(), ['headframe.config.jsonc', 'installed']);
});

test('what is unknown or does not fit is refused, and the file stays as it was', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, TEXT);
  const configuration = await load(folder);
  const cases: [string, unknown, string, RegExp][] = [
    ['socket-server.prot', 1, 'SETTING_UNKNOWN', /socket-server has no "prot"; did you mean "port"/],
    ['socketserver.port', 1, 'SETTING_UNKNOWN', /did you mean "socket-server"/],
    ['socket-server.limits.x', 1, 'SETTING_UNKNOWN', /socket-server\.limits has no "x"/],
    ['socket-server', {}, 'SETTING_UNKNOWN', /whole group/],
    ['socket-server.', 1, 'SETTING_UNKNOWN', /after the last dot/],
    ['plugins', {}, 'SETTING_UNKNOWN', /whole group/],
    ['plugins.workspace', {}, 'SETTING_UNKNOWN', /whole group/],
    ['', 1, 'SETTING_UNKNOWN', /no plugin ""/],
    ['x'.repeat(5000), 1, 'SETTING_UNKNOWN', /too long/],
    ['socket-server.port', 'x', 'SETTING_INVALID', /must be integer/],
    ['socket-server.port', 70000, 'SETTING_INVALID', /must be <= 65535/],
    ['socket-server.port', undefined, 'SETTING_INVALID', /must be a JSON value/],
    ['socket-server.beat', Number.NaN, 'SETTING_INVALID', /finite/],
    ['socket-server.host', 5n, 'SETTING_INVALID', /not bigint/],
    ['socket-server.labels', new Map(), 'SETTING_INVALID', /class Map/],
    ['socket-server.host', 'x'.repeat(1024 * 1024), 'SETTING_INVALID', /1 MiB/],
    ['log.level', 'loud', 'SETTING_INVALID', /must be one of/],
    ['pluginDirs', 'x', 'SETTING_INVALID', /must be array/],
  ];
  for (const [name, value, code, message] of cases) {
    await assert.rejects(configuration.set(name, value), { code, message }, name.slice(0, 80));
  }
  assert.equal(textOf(configuration.targetFile), TEXT);
  assert.equal(configuration.settingsOf('socket-server').port, 1);
});

test('edits made at the same time queue; none is lost', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await load(folder);
  const names = Array.from({ length: 20 }, (_, n) => `socket-server.labels.l${n}`);
  const refused = configuration.set('socket-server.port', 'x').catch((error: Error) => error);
  await Promise.all(names.map((name) => configuration.set(name, name)));
  assert.ok((await refused) instanceof Error);
  assert.equal(Object.keys(configuration.settingsOf('socket-server').labels as object).length, 20);
  const fresh = await load(folder);
  assert.deepEqual(
    fresh.settingsOf('socket-server').labels,
    configuration.settingsOf('socket-server').labels,
  );
});

test("another program's edit is taken in, not overwritten", async (context) => {
  const folder = temporaryFolder(context);
  const file = writeConfig(folder, TEXT);
  const configuration = await load(folder);
  const edited = TEXT.replace('"port": 1', '"port": 1, "beat": 3 /* mine */');
  writeFileSync(file, edited);
  await configuration.set('socket-server.port', 2);
  assert.equal(textOf(file), edited.replace('"port": 1', '"port": 2'));
  assert.equal(configuration.settingsOf('socket-server').beat, 3);
});

test('nothing is written while the file on disk is invalid', async (context) => {
  const folder = temporaryFolder(context);
  const file = writeConfig(folder, TEXT);
  const configuration = await load(folder);
  for (const bad of ['{ "plugins": ', '{ "plugin": {} }', TEXT.replace('"port": 1', '"port": "x"')]) {
    writeFileSync(file, bad);
    await assert.rejects(configuration.set('socket-server.beat', 2), { code: 'BAD_CONFIG' });
    assert.equal(textOf(file), bad);
    assert.equal(configuration.settingsOf('socket-server').beat, 10);
  }
});

test('a value that the local overlay gives is edited there', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, TEXT);
  const local = writeConfig(
    folder,
    '{ "plugins": { "socket-server": { "settings": { "port": 7 /* here */ } } } }',
    'headframe.config.local.jsonc',
  );
  const configuration = await load(folder);
  await configuration.set('socket-server.port', 8);
  await configuration.set('socket-server.beat', 2);
  assert.match(textOf(local), /"port": 8 \/\* here \*\/ /);
  assert.equal(textOf(configuration.targetFile), TEXT.replace('"port": 1', '"port": 1, "beat": 2'));
  await configuration.unset('socket-server.port');
  assert.equal(configuration.settingsOf('socket-server').port, 1);
});

test('an edit counts at once, also over a flag and the environment', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await load(folder, {
    set: ['socket-server.port=5', 'workspace.history=5'],
    env: { HEADFRAME__plugins__socket_server__settings__beat: '5' },
  });
  await configuration.set('socket-server.port', 6);
  await configuration.set('socket-server.beat', 6);
  const { port, beat } = configuration.settingsOf('socket-server');
  assert.deepEqual([port, beat, configuration.settingsOf('workspace').history], [6, 6, 5]);
  await configuration.unset('workspace.history');
  assert.equal(configuration.settingsOf('workspace').history, 15);
});

test('when the file cannot be written nothing has changed, and the error names it', async (context) => {
  const folder = temporaryFolder(context);
  // A name so long that the temporary file's would be too long: it fails for root as well.
  const file = writeConfig(folder, TEXT, `${'x'.repeat(240)}.json`);
  const long = await load(folder, { file });
  await assert.rejects(long.set('socket-server.port', 2), {
    code: 'IO_FAILED',
    message: /\.json was not written: ENAMETOOLONG/,
  });
  assert.equal(textOf(file), TEXT);
  assert.equal(long.settingsOf('socket-server').port, 1);

  const gone = join(folder, 'gone');
  mkdirSync(gone);
  const configuration = await load(gone);
  rmSync(gone, { recursive: true });
  await assert.rejects(configuration.set('socket-server.port', 2), { code: 'IO_FAILED', message: /ENOENT/ });
  assert.equal(configuration.settingsOf('socket-server').port, 12306);
});

test('a symbolic link to the file stays one', async (context) => {
  const folder = temporaryFolder(context);
  const real = writeConfig(folder, TEXT, 'real.jsonc');
  symlinkSync(real, join(folder, 'headframe.config.jsonc'));
  const configuration = await load(folder);
  await configuration.set('socket-server.port', 2);
  assert.ok(lstatSync(configuration.targetFile).isSymbolicLink());
  assert.equal(readFileSync(real, 'utf8'), TEXT.replace('"port": 1', '"port": 2'));
});

test('a reload tells what differs; a bad file keeps the running state', async (context) => {
  const folder = temporaryFolder(context);
  const file = writeConfig(folder, TEXT);
  const configuration = await load(folder);
  const changes: string[] = [];
  configuration.changed.tap(
    new Scope({ name: 'test', rank: 0 }),
    ({ plugin, key }) => void changes.push(`${plugin}.${key}`),
  );

  writeFileSync(
    file,
    '{ "log": { "level": "warn" }, "plugins": { "socket-server": { "enabled": false, "settings": { "modes": [] } }, "workspace": { "settings": { "history": 15 } } } }',
  );
  const difference = await configuration.reload();
  assert.deepEqual([...difference.enabled], [['socket-server', false]]);
  assert.deepEqual(difference.settings, ['socket-server']);
  assert.deepEqual(difference.host, ['log']);
  assert.deepEqual(changes, ['socket-server.port', 'socket-server.modes']);

  writeFileSync(file, '{ "log": { "level": "worn" } }');
  await assert.rejects(configuration.reload(), {
    code: 'BAD_CONFIG',
    message: /:1:21: log\.level must be one of/,
  });
  assert.equal(configuration.log.level, 'warn');

  rmSync(file);
  assert.deepEqual((await configuration.reload()).host, ['log']);
  assert.equal(configuration.file, undefined);
});

test('plugins may come and go', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await load(folder);
  const [server] = createPlugins(folder);
  assert.ok(server);
  configuration.check([server]);
  assert.deepEqual([...configuration.schemas().keys()], ['socket-server']);
  await assert.rejects(configuration.set('workspace.history', 1), { code: 'SETTING_UNKNOWN' });
});
