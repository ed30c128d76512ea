import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureTokens } from '../../core/index.ts';
import { startHostProcess } from '../cli/cli-process.ts';
import { runCli } from '../cli/run-cli.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { FramedPeer } from '../socket-server/framed-peer.ts';
import { Peer } from '../socket-server/peer.ts';

const CONFIG = 'headframe.config.jsonc';
const SECRET = 'canary-3f9a';
const LATER = 'canary-77c1';
const MAIN = `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  onLoad() { this.logger.info({}, 'the vault holds ' + this.settings.password.length + ' letters'); }
}
`;

function config(password: string): string {
  return JSON.stringify({
    pluginDirs: ['./vault'],
    log: { level: 'trace' },
    plugins: { vault: { settings: { password, level: 1 } } },
  });
}

test('a secret is in no answer, broadcast, log, file or output of a command', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, {
    [CONFIG]: config(SECRET),
    'vault/plugin.json': '{ "name": "vault", "settings": "settings.json" }',
    'vault/main.ts': MAIN,
    'vault/settings.json': '{ "password": "", "level": 0 }',
    'vault/settings.schema.json':
      '{ "properties": { "password": { "type": "string", "x-secret": true }, "level": { "type": "integer" } } }',
  });
  const ready = join(folder, 'ready.json');
  const host = await startHostProcess(t, folder, ['--ready-file', ready]);
  const dataDir = join(folder, '.headframe');
  const { tcp } = JSON.parse(readFileSync(join(dataDir, 'runtime.json'), 'utf8')).addresses;
  const shown: string[] = [];

  const text = await Peer.named(tcp.port);
  const watcher = await Peer.subscriber(tcp.port);
  const framed = await FramedPeer.connect(tcp.port);
  t.after(() => {
    for (const peer of [text, watcher, framed]) peer.destroy();
  });
  const { admin } = await ensureTokens(dataDir);
  shown.push(JSON.stringify(await framed.hello({ token: admin })));
  await framed.call('subscribe', {});
  for (const [method, ...params] of [
    ['get_settings'],
    ['server_info'],
    ['list_methods'],
    ['set_settings_param', 'vault.password', 5],
    ['set_settings_param', 'vault.password', LATER],
    ['set_settings_param', 'vault.level', 2],
    ['get_settings'],
  ] as const) {
    shown.push(await text.call(method, ...params));
    shown.push(await framed.call(method, {}).then(JSON.stringify, String));
  }
  for (const command of [
    'check',
    'config print --json',
    'config print --sources',
    'config get vault',
    'config get vault.password',
    'config get plugins',
    'config set vault.password 5',
    'settings list',
    'settings get vault.password',
    'plugin list --json',
    'plugin info vault --json',
    'status --json',
    'doctor --json',
  ]) {
    const { out, err } = await runCli(folder, command.split(' '));
    shown.push(out, err);
  }
  // A file that became bad is told with the lines around the fault.
  writeFileSync(join(folder, CONFIG), config(SECRET).replace('"level":1', '"level":"one"'));
  const reload = await runCli(folder, ['reload']);
  shown.push(reload.out, reload.err, watcher.received, await text.call('ping'));
  for (const entry of readdirSync(dataDir, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) shown.push(readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  shown.push(readFileSync(ready, 'utf8'));
  host.kill('SIGTERM');
  await host.ended;
  shown.push(host.out, host.err, watcher.received);

  assert.match(host.err, /the vault holds 11 letters/, 'the plugin has it');
  assert.match(shown.join('\n'), /level/, 'other settings are told of');
  for (const secret of [SECRET, LATER])
    assert.deepEqual(
      shown.filter((one) => one.includes(secret)),
      [],
    );
});
