import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { SettingChange } from '../../core/config/index.ts';
import { Scope } from '../../core/scope.ts';
import { configErrorOf, load, temporaryFolder, writeConfig } from './fixture.ts';

const CANARY = 'canary-5e1f';

function settings(inner: string): string {
  return `{ "plugins": { "socket-server": { "settings": {\n  "token": "${CANARY}", // or ${CANARY}2\n  ${inner}\n} } } }`;
}

test('a secret is for its own plugin alone', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, settings('"port": 1'));
  const configuration = await load(folder);
  assert.equal(configuration.settingsOf('socket-server').token, CANARY);
  const entry = configuration.list().find((one) => one.path === 'socket-server.token');
  assert.deepEqual([entry?.secret, entry?.value, entry?.source], [true, undefined, 'file']);
  assert.throws(() => configuration.get('socket-server.token'), { code: 'FORBIDDEN' });
  for (const shown of [
    configuration.list(),
    configuration.get('socket-server'),
    configuration.get('plugins'),
    configuration,
  ]) {
    assert.ok(!inspect(shown, { depth: null }).includes(CANARY));
  }
});

test('changes of a secret are announced without its values', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, settings('"port": 1'));
  const configuration = await load(folder);
  const changes: SettingChange[] = [];
  configuration.changed.tap(new Scope({ name: 'test', rank: 0 }), (change) => void changes.push(change));
  await configuration.set('socket-server.token', `${CANARY}-new`);
  assert.equal(configuration.settingsOf('socket-server').token, `${CANARY}-new`);
  assert.deepEqual(changes, [
    { plugin: 'socket-server', key: 'token', value: undefined, previous: undefined },
  ]);
});

test('no error shows a secret, whatever else is wrong around it', async (context) => {
  const folder = temporaryFolder(context);
  const broken = [
    settings('"port": "x"'),
    settings('"port" 1'),
    settings('"prot": 1'),
    settings('"port": 1, "port": 2'),
    settings('"port": 1').replace('"token"', '"tokem"'),
    settings('"port": 1').replace('"token"', 'token'),
    settings('"port": 1').replace('"settings"', '"setings"'),
    settings('"port": 1').replace('"plugins"', '"plugin"'),
    settings('"port": 1').replace('socket-server', 'socket-serve'),
    settings('"port": 1').replace(`"${CANARY}",`, `["${CANARY}"],`),
    settings('"port": 1').replace(`"${CANARY}",`, `"${CANARY},`),
    settings('"port": 1').replace(`"${CANARY}",`, `${CANARY},`),
    settings('"port": 1').replace(' "settings": {', '').replace('} } } }', '} } }'),
  ];
  for (const text of broken) {
    writeConfig(folder, text);
    const error = await configErrorOf(() => load(folder));
    assert.ok(!inspect(error, { depth: null }).includes(CANARY), `${text}\n${error.message}`);
  }
});

test('a secret that does not fit is refused without being shown, from every source', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await load(folder);
  const refused = await configuration.set('socket-server.token', [CANARY]).catch((error: unknown) => error);
  assert.ok(refused instanceof Error && !inspect(refused, { depth: null }).includes(CANARY));
  const name = 'HEADFRAME__plugins__socket_server__settings__token';
  for (const options of [
    { env: { [name]: `["${CANARY}"]`.slice(0, 3) } },
    { set: [`socket-server.token.x=${CANARY}`] },
    { overrides: [{ path: ['plugins', 'socket-server', 'settings', 'token'], value: [CANARY] }] },
  ]) {
    const error = await configErrorOf(() => load(folder, options));
    assert.ok(!inspect(error, { depth: null }).includes(CANARY), error.message);
  }
});

test('a variable that ends in _FILE names the file with the value', async (context) => {
  const folder = temporaryFolder(context);
  const file = join(folder, 'token.txt');
  writeFileSync(file, `${CANARY}\n`);
  const configuration = await load(folder, {
    env: { HEADFRAME__plugins__socket_server__settings__token_FILE: file },
  });
  assert.equal(configuration.settingsOf('socket-server').token, CANARY);
});
