import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { CliProcess, startHostProcess } from './cli-process.ts';
import { runCli, runJson } from './run-cli.ts';

const CONFIG = 'headframe.config.jsonc';

interface State {
  readonly pid: number;
  readonly plugins: Readonly<Record<string, string>>;
  readonly addresses: { readonly tcp?: { readonly port: number } };
}

function stateIn(file: string): State {
  return JSON.parse(readFileSync(file, 'utf8')) as State;
}

test('a running host is found, steered and stopped by other processes', async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, '.headframe');
  const runtime = join(data, 'runtime.json');
  writeFiles(folder, { [CONFIG]: '{\n  // kept\n  "plugins": {}\n}\n' });
  const host = await startHostProcess(t, folder, [
    '--config',
    CONFIG,
    '--ready-file',
    'ready.json',
    '--json',
  ]);

  const printed = JSON.parse(host.out) as State;
  assert.deepEqual(stateIn(join(folder, 'ready.json')), printed);
  assert.deepEqual(stateIn(runtime), printed);
  assert.equal(printed.pid, host.pid);
  assert.equal(printed.plugins['socket-server'], 'active');
  assert.equal(statSync(runtime).mode & 0o777, 0o600);
  assert.equal(statSync(data).mode & 0o777, 0o700);

  const second = await runCli(folder, ['start', '--port', '0']);
  assert.equal(second.code, 69);
  assert.match(
    second.err,
    new RegExp(`^HOST_RUNNING: .*the host with pid ${host.pid} uses this data folder`),
  );

  const { running, pid } = await runJson<{ running: boolean; pid: number }>(folder, 'status');
  assert.deepEqual([running, pid], [true, host.pid]);

  const off = await runJson<{ states: object }>(folder, 'plugin', 'disable', 'socket-server');
  assert.deepEqual(off.states, { 'socket-server': 'disabled' });
  assert.deepEqual(Object.keys(stateIn(runtime).addresses), ['http']);
  assert.match(readFileSync(join(folder, CONFIG), 'utf8'), /\/\/ kept[\s\S]*"enabled": false/);
  const on = await runJson<{ states: object }>(folder, 'plugin', 'enable', 'socket-server');
  assert.deepEqual(on.states, { 'socket-server': 'active' });
  assert.ok(stateIn(runtime).addresses.tcp?.port);

  const refreshed = await runJson<{ state: string }>(folder, 'plugin', 'refresh', 'settings');
  assert.equal(refreshed.state, 'active');
  const unknown = await runJson<{ error: { code: string } }>(folder, 'plugin', 'refresh', 'nobody');
  assert.equal(unknown.error.code, 'UNKNOWN_PLUGIN');
  const tree = (await runCli(folder, ['plugin', 'tree'])).out;
  assert.match(tree, /^workspace 0\.1\.0: active, loaded in \d+ ms$/m);
  assert.match(tree, /^ {2}dataChanged ← socket-server.*: 0 calls, 0 errors, 0\.0 ms$/m);

  writeFiles(folder, { [CONFIG]: '{ "plugins": { "socket-server": { "enabeld": false } } }' });
  const bad = await runCli(folder, ['reload']);
  assert.equal(bad.code, 78);
  assert.match(bad.err, /headframe\.config\.jsonc:1:\d+: plugins\.socket-server has no "enabeld"/);
  assert.equal(stateIn(runtime).plugins['socket-server'], 'active');
  // The host has seen the bad file by itself, too.
  await host.says(/all stays as it was: .*headframe\.config\.jsonc:1:\d+/);

  const list = await runCli(folder, ['plugin', 'list', '--config', 'none.jsonc', '--data-dir', data]);
  assert.equal(list.code, 78);
  writeFiles(folder, { [CONFIG]: '{ "log": { "level": "info" }, "plugins": { "workspace": {} } }' });
  host.kill('SIGHUP');
  await host.says(/"host":\["log"\].*the configuration was read again/);
  assert.match((await runCli(folder, ['plugin', 'list'])).out, /^workspace +0\.1\.0 +yes +active/m);

  const stopped = await runCli(folder, ['stop']);
  assert.deepEqual([stopped.code, stopped.err], [0, '']);
  assert.deepEqual(await host.ended, { code: 0, signal: null });
  for (const gone of ['ready.json', '.headframe/runtime.json', '.headframe/lock']) {
    assert.ok(!existsSync(join(folder, gone)), gone);
  }
});

test('after kill -9 nobody is running, and the next host takes the folder over', async (t) => {
  const folder = temporaryFolder(t);
  const killed = await startHostProcess(t, folder);
  killed.kill('SIGKILL');
  await killed.ended;
  assert.ok(existsSync(join(folder, '.headframe/runtime.json')));
  const status = await runCli(folder, ['status', '--json']);
  assert.deepEqual([status.code, JSON.parse(status.out).running], [69, false]);
  const next = await startHostProcess(t, folder);
  assert.equal((await runJson<State>(folder, 'status')).pid, next.pid);
  next.kill('SIGINT');
  assert.deepEqual(await next.ended, { code: 0, signal: null });
});

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const) {
  test(`a second ${signal} ends a host at once that is still closing`, async (t) => {
    const folder = temporaryFolder(t);
    writeFiles(folder, {
      'mine/slow/plugin.json': '{ "name": "slow", "main": { "file": "main.js" } }',
      'mine/slow/package.json': '{ "type": "module" }',
      'mine/slow/main.js': SLOW_TO_CLOSE,
      [CONFIG]: '{ "pluginDirs": ["mine"], "plugins": { "socket-server": { "enabled": false } } }',
    });
    const host = await startHostProcess(t, folder);
    host.kill(signal);
    await host.says(/still closing/);
    host.kill(signal);
    assert.deepEqual(await host.ended, { code, signal: null });
  });
}

test('a bad config file ends the start with 78, file, line and column', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { [CONFIG]: '{\n  "plugins": { "workspace": 5 }\n}\n' });
  const { code, err } = await runCli(folder, ['start']);
  assert.equal(code, 78);
  assert.match(err, /^BAD_CONFIG: .*headframe\.config\.jsonc:2:29: /);
  assert.match(err, /> 2 \| {3}"plugins": \{ "workspace": 5 \}/);
  assert.ok(!existsSync(join(folder, '.headframe')));
});

test('--strict ends the start with 69 when the port is busy', async (t) => {
  const folder = temporaryFolder(t);
  const port = await busyPort(t);
  const { code, out, err } = await startBusy(folder, port);
  assert.deepEqual([code, out], [69, '']);
  assert.match(err, new RegExp(`socket-server failed in onLoad: .*${port}`));
  assert.ok(!existsSync(join(folder, '.headframe/lock')));
});

const SLOW_TO_CLOSE = `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  onClose() {
    this.logger.info({}, 'still closing');
    return new Promise(() => undefined);
  }
}
`;

/** A port of the loopback that somebody else listens on. */
async function busyPort(t: TestContext): Promise<number> {
  const server = createServer();
  t.after(() => new Promise((resolve) => server.close(resolve)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts strictly on a port, in a process of its own: it logs to standard error. */
async function startBusy(
  folder: string,
  port: number,
): Promise<{ code: number | null; out: string; err: string }> {
  const host = new CliProcess(folder, ['start', '--strict', '--port', String(port)]);
  const { code } = await host.ended;
  return { code, out: host.out, err: host.err };
}
