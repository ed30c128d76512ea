import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileViolations, type Schema } from '../../core/validation.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { runCli, runJson } from './run-cli.ts';

test('the schema of the config file knows the installed plugins’ settings', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, {
    'headframe.config.jsonc':
      '{ "pluginDirs": ["mine"], "plugins": { "@me/own": { "settings": { "token": "abc" } } } }',
    'mine/own/plugin.json': '{ "name": "@me/own", "settings": "settings.json" }',
    'mine/own/settings.json': '{ "shade": "#000000" }',
    'mine/own/settings.schema.json': JSON.stringify({
      type: 'object',
      required: ['token'],
      properties: { shade: { $ref: '#/definitions/shade' }, token: { type: 'string', 'x-secret': true } },
      definitions: { shade: { type: 'string', pattern: '^#[0-9]{6}$', default: { $ref: '#/kept' } } },
    }),
  });
  const schema = await runJson<Schema>(folder, 'config', 'schema');
  const check = compileViolations(schema);
  const problems = (plugins: object): string[] =>
    check({ plugins }).map(({ pointer, message }) => `${pointer} ${message}`);
  assert.deepEqual(problems({ '@me/own': { enabled: true, settings: { shade: '#123456' } } }), []);
  assert.deepEqual(problems({ '@me/own': { settings: { shade: 'red' } } }), [
    '/plugins/@me~1own/settings/shade must match pattern "^#[0-9]{6}$"',
  ]);
  assert.deepEqual(problems({ settings: { settings: { main_theme: 'red' } } }), [
    '/plugins/settings/settings/main_theme must match pattern "^#[0-9A-Fa-f]{6}$"',
  ]);
  assert.deepEqual(problems({ 'socket-server': { settings: { prot: 1 } } }), [
    '/plugins/socket-server/settings has no prot',
  ]);
  assert.deepEqual(problems({ nobody: {} }), ['/plugins has no nobody']);
  assert.ok(JSON.stringify(schema).includes('{"$ref":"#/kept"}'));
});

test('config schema writes to a file', async (t) => {
  const folder = temporaryFolder(t);
  const { out } = await runCli(folder, ['config', 'schema', '-o', 'schema.json']);
  assert.equal(out, `${join(folder, 'schema.json')}\n`);
});
