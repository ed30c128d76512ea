import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CliProcess, startHostProcess } from '../cli/cli-process.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { startHost } from './running-host.ts';

const HOSTS = ['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::'];

test('every kind of address with every setting: where the server listens, and where it needs tokens', async (t) => {
  const rows: string[] = [];
  for (const host of HOSTS)
    for (const requireToken of [false, true])
      for (const allowRemoteText of [false, true]) {
        const dataDir = join(temporaryFolder(t), 'data');
        const running = await startHost(t, { host, requireToken, allowRemoteText }, dataDir);
        const failure = running.host.inspect().plugins.find(({ name }) => name === 'socket-server')?.failure;
        // A machine may be without IPv6.
        const state = failure && failure.code !== 'LISTEN_FAILED' ? failure.code : 'allowed';
        const tokens = existsSync(join(dataDir, 'token')) ? 'tokens' : '-';
        rows.push(
          `${host} ${requireToken ? 'token' : '-'} ${allowRemoteText ? 'text' : '-'}: ${state}, ${tokens}`,
        );
        await running.stop();
      }
  const home = (host: string): string[] => [
    `${host} - -: allowed, -`,
    `${host} - text: allowed, -`,
    `${host} token -: allowed, tokens`,
    `${host} token text: allowed, tokens`,
  ];
  const away = (host: string): string[] => [
    `${host} - -: allowed, tokens`,
    `${host} - text: allowed, tokens`,
    `${host} token -: allowed, tokens`,
    `${host} token text: REMOTE_TEXT_REFUSED, -`,
  ];
  assert.deepEqual(rows, [
    ...['127.0.0.1', 'localhost', '::1'].flatMap(home),
    ...['0.0.0.0', '::'].flatMap(away),
  ]);
});

test('tokens that it needs and cannot have end a start with 78 and say what to set', async (t) => {
  const unsafe = (folder: string): void => {
    mkdirSync(join(folder, '.headframe'), { mode: 0o700 });
    writeFileSync(join(folder, '.headframe', 'token'), '{}');
    chmodSync(join(folder, '.headframe', 'token'), 0o644);
  };
  const starts: readonly (readonly [settings: string[], says: RegExp])[] = [
    [
      ['host="0.0.0.0"'],
      /its mode is 644, not 600; mend that, or set socket-server\.host to 127\.0\.0\.1 and socket-server\.requireToken to false/,
    ],
    [['requireToken=true'], /clients need a token, and there is none: /],
    [
      ['host="0.0.0.0"', 'requireToken=true', 'allowRemoteText=true'],
      /on 0\.0\.0\.0 socket-server\.allowRemoteText lets everybody in .* set one of them to false/,
    ],
  ];
  const attempts = starts.map(async ([settings, says]) => {
    const folder = temporaryFolder(t);
    unsafe(folder);
    const set = settings.flatMap((one) => ['--set', `socket-server.${one}`]);
    const host = new CliProcess(folder, ['start', '--port', '0', ...set]);
    assert.deepEqual(await host.ended, { code: 78, signal: null }, host.err);
    assert.match(host.err, says);
  });
  await Promise.all(attempts);
});

test('where none are needed, tokens that cannot be trusted hinder nobody', async (t) => {
  const dataDir = join(temporaryFolder(t), 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  writeFileSync(join(dataDir, 'token'), '{}', { mode: 0o644 });
  const running = await startHost(t, {}, dataDir);
  assert.equal(await (await running.peer('classic')).call('ping'), '{"message": "succeeded"}');
});

test('a started host makes its tokens for its owner alone', async (t) => {
  const folder = temporaryFolder(t);
  await startHostProcess(t, folder, ['--set', 'socket-server.requireToken=true']);
  assert.equal(statSync(join(folder, '.headframe', 'token')).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, '.headframe')).mode & 0o777, 0o700);
});

test('a token file that cannot be trusted keeps the server off, and says what to do', async (t) => {
  const dataDir = join(temporaryFolder(t), 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  writeFileSync(join(dataDir, 'token'), '{}', { mode: 0o644 });
  const running = await startHost(t, { requireToken: true }, dataDir);
  const { failure } = running.host.inspect().plugins.find(({ name }) => name === 'socket-server') ?? {};
  assert.equal(failure?.code, 'TOKEN_MISSING');
  assert.match(failure?.message ?? '', /its mode is 644, not 600; mend that, or set socket-server\.host/);
});
