import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { limitFindings } from '../../cli/limit-findings.ts';
import { ensureTokens, tokenFile } from '../../core/index.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { startHostProcess } from './cli-process.ts';
import { runJson } from './run-cli.ts';

const CONFIG = 'headframe.config.jsonc';

interface Found {
  readonly status: string;
  readonly subject: string;
  readonly message: string;
  readonly code: string | null;
}

/** What doctor says of one subject in a folder: status and message. */
async function found(folder: string, subject: string): Promise<string[]> {
  const { findings } = await runJson<{ findings: Found[] }>(folder, 'doctor');
  return findings.filter((one) => one.subject === subject).map((one) => `${one.status}: ${one.message}`);
}

function configured(folder: string, settings: object): void {
  writeFiles(folder, { [CONFIG]: JSON.stringify({ plugins: { 'socket-server': { settings } } }) });
}

test('doctor says who is let in: other machines, without TLS, without a token', async (t) => {
  const folder = temporaryFolder(t);
  configured(folder, { port: 0 });
  assert.deepEqual(await found(folder, 'address'), ['ok: 127.0.0.1: this machine alone']);
  configured(folder, { port: 0, host: '0.0.0.0', allowRemoteText: true });
  assert.deepEqual(await found(folder, 'address'), [
    'warning: whoever reaches 0.0.0.0 reads and writes all variables: socket-server.allowRemoteText is on',
    'warning: what goes to and from 0.0.0.0 can be read on the way: socket-server.tls is not set',
  ]);
  configured(folder, { port: 0, host: '0.0.0.0', tls: { cert: 'c.pem', key: 'k.pem' } });
  assert.deepEqual(await found(folder, 'address'), [
    'ok: 0.0.0.0: other machines too, by TLS and with a token',
  ]);
});

test('doctor looks at the token’s age and mode, and at the modes of all files', async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, '.headframe');
  configured(folder, { port: 0 });
  assert.deepEqual(await found(folder, 'token'), ['ok: there is none; it is made when it is needed']);
  await ensureTokens(data);
  assert.deepEqual(await found(folder, 'token'), ['ok: 0 days old']);
  const old = new Date(Date.now() - 200 * 86_400_000);
  utimesSync(tokenFile(data), old, old);
  assert.deepEqual(await found(folder, 'token'), ['warning: 200 days old']);
  chmodSync(tokenFile(data), 0o640);
  assert.match(String(await found(folder, 'token')), /^error: .*token cannot be trusted: its mode is 640/);
  assert.deepEqual(await found(folder, 'file modes'), [`warning: others may open ${tokenFile(data)}`]);
  chmodSync(tokenFile(data), 0o600);
  mkdirSync(join(data, 'sub'), { mode: 0o700 });
  writeFileSync(join(data, 'sub', 'file'), '', { mode: 0o600 });
  assert.deepEqual(await found(folder, 'file modes'), [
    'ok: the files in the data folder are their owner’s alone',
  ]);
});

test('doctor tells of the lock that a killed host left behind, and not of a living one’s', async (t) => {
  const folder = temporaryFolder(t);
  const host = await startHostProcess(t, folder);
  assert.deepEqual(await found(folder, 'lock'), []);
  assert.deepEqual(await found(folder, 'file modes'), [
    'ok: the files in the data folder are their owner’s alone',
  ]);
  host.kill('SIGKILL');
  await host.ended;
  assert.deepEqual(await found(folder, 'lock'), [
    'warning: its host was killed, or the machine went off; the next start takes it over',
  ]);
});

test('limits are compared with the memory', () => {
  const GIB = 2 ** 30;
  const settings = {
    'socket-server': { maxPacketBytes: GIB / 2, maxPayloadBytes: GIB },
    workspace: { max_value_bytes: GIB, max_total_bytes: 16 * GIB, history_bytes: GIB / 4 },
  };
  const of = (memory: number) =>
    limitFindings((plugin) => settings[plugin as keyof typeof settings], memory).map(
      ({ status, message }) => `${status}: ${message}`,
    );
  assert.deepEqual(of(8 * GIB), ['ok: values take 4352 MiB at most, the machine has 8192 MiB']);
  assert.deepEqual(of(1.5 * GIB), [
    'warning: socket-server.maxPayloadBytes allows 1024 MiB, the machine has 1536 MiB of memory',
    'warning: workspace.max_value_bytes allows 1024 MiB, the machine has 1536 MiB of memory',
  ]);
});
