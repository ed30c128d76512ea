import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { limitFindings } from '../../cli/limit-findings.ts';
import { portFindings } from '../../cli/port-findings.ts';
import { ensureTokens, readInstallation, tokenFile } from '../../core/index.ts';
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

/** What doctor says in a folder: by the subject, status and message. */
async function examined(folder: string): Promise<Record<string, string[]>> {
  const { findings } = await runJson<{ findings: Found[] }>(folder, 'doctor');
  const said: Record<string, string[]> = {};
  for (const { subject, status, message } of findings) {
    said[subject] ??= [];
    said[subject].push(`${status}: ${message}`);
  }
  return said;
}

/** What doctor says of one subject. */
async function found(folder: string, subject: string): Promise<string[]> {
  return (await examined(folder))[subject] ?? [];
}

function configured(folder: string, settings: object, inspector: object = { port: 0 }): void {
  const plugins = { 'socket-server': { settings }, 'web-inspector': { settings: inspector } };
  writeFiles(folder, { [CONFIG]: JSON.stringify({ plugins }) });
}

/** A port that another program has. */
async function takenPort(t: TestContext): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
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

test('doctor says who is let in by the web inspector: no other machine, and whose pages', async (t) => {
  const folder = temporaryFolder(t);
  const told = (inspector: object): Promise<string[]> => {
    configured(folder, { port: 0 }, { port: 0, ...inspector });
    return found(folder, "web inspector's address");
  };
  assert.deepEqual(await told({}), ['ok: 127.0.0.1: this machine alone']);
  assert.deepEqual(await told({ allowedHosts: ['data.example.com'] }), [
    'ok: 127.0.0.1: this machine alone, and who comes by data.example.com',
  ]);
  assert.deepEqual(await told({ host: '0.0.0.0' }), [
    'error: other machines reach 0.0.0.0, and the page knows no TLS: it does not start there',
  ]);
  const own = ['http://localhost:3000', 'http://[::1]:3000', 'https://example.com'];
  assert.deepEqual(await told({ allowedOrigins: own }), ['ok: 127.0.0.1: this machine alone']);
  assert.deepEqual(await told({ allowedOrigins: [...own, 'http://example.com'] }), [
    'warning: pages of http://example.com may connect with a token, and can be changed on the way',
  ]);
});

test('doctor tries the ports of the socket server, of its HTTP and of the web inspector', async (t) => {
  const folder = temporaryFolder(t);
  const port = await takenPort(t);
  const all = async (): Promise<string[]> => {
    const said = await examined(folder);
    return ['socket server', "PyMiner's HTTP", 'web inspector'].flatMap((subject) => said[subject] ?? []);
  };
  configured(folder, { port: 0, http: true, httpPort: 0 });
  assert.deepEqual(await all(), []);
  configured(folder, { port: 0, http: false, httpPort: port });
  assert.deepEqual(await all(), [], 'a port that is not asked for is not tried');
  configured(folder, { port, http: true, httpPort: port }, { port });
  const [server = '', http, inspector, ...more] = await all();
  assert.match(server, new RegExp(`^error: 127\\.0\\.0\\.1 port ${port}: .*EADDRINUSE`));
  const twice = `error: 127.0.0.1 port ${port}: is the port of the socket server too`;
  assert.deepEqual([http, inspector, more], [twice, twice, []]);
  configured(folder, { port: 0 }, { port });
  assert.match(String(await all()), /^error: 127\.0\.0\.1 port \d+: .*EADDRINUSE/);
});

test('doctor leaves the ports alone that the host has which runs', async (t) => {
  const folder = temporaryFolder(t);
  const port = await takenPort(t);
  configured(folder, { port, http: true, httpPort: port }, { port });
  const { configuration } = await readInstallation({ cwd: folder });
  const subjects = async (addresses: object): Promise<string[]> =>
    (await portFindings(configuration, { ...addresses })).map(({ subject }) => subject);
  assert.deepEqual(await subjects({ tcp: {} }), ["PyMiner's HTTP", 'web inspector']);
  assert.deepEqual(await subjects({ tcp: {}, pyminerHttp: {}, http: {} }), []);
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
  const open = await examined(folder);
  assert.match(String(open.token), /^error: .*token cannot be trusted: its mode is 640/);
  assert.deepEqual(open['file modes'], [`warning: others may open ${tokenFile(data)}`]);
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
  const living = await examined(folder);
  assert.equal(living.lock, undefined);
  assert.deepEqual(living['file modes'], ['ok: the files in the data folder are their owner’s alone']);
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
