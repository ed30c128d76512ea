import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ensureTokens } from '../../core/index.ts';
import { UnixListener } from '../../plugins/socket-server/unix-listener.ts';
import { unixPath } from '../../plugins/socket-server/unix-path.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { heldHandles, watchedPaths } from '../held-handles.ts';
import { FramedPeer } from './framed-peer.ts';
import { type RunningHost, startHost } from './running-host.ts';

const PONG = '{"message": "succeeded"}';
const HEARTBEAT = '{"name": "broadcast", "message": "Are you alive?"}';

function start(t: TestContext, settings: object = {}, folder = temporaryFolder(t)): Promise<RunningHost> {
  return startHost(t, { ...settings }, join(folder, 'data'));
}

/** What a host that was killed leaves behind: a socket that nobody listens on. */
function leaveSocket(path: string): void {
  const program = `const server = require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', program]);
  assert.ok(lstatSync(path).isSocket());
}

test('beside the port a Unix socket is listened on, for the owner alone, and published', async (t) => {
  const running = await start(t);
  assert.equal(running.path, join(running.dataDir, 'headframe.sock'));
  assert.equal(lstatSync(running.path).mode & 0o777, 0o600);
  assert.deepEqual(
    readdirSync(running.dataDir).filter((name) => name.includes('sock')),
    ['headframe.sock'],
  );
});

test('the text dialects are spoken on it, with all rights', async (t) => {
  const running = await start(t, { heartbeatSeconds: 0.02 });
  const { path } = running;
  const classic = await running.peerTo({ path });
  classic.send('request_data');
  await classic.take('conn_established');
  assert.equal(await classic.call('set_settings_param', 'theme', 'Dark'), PONG);
  const named = await running.peerTo({ path });
  named.send('{"method": "request_data", "name": "tester"}');
  await named.packet();
  assert.equal(await named.call('ping'), PONG);
  const long = await running.peerTo({ path });
  long.send('long_conn');
  assert.equal(await long.packet(), HEARTBEAT);
});

test('it goes with the plugin and comes back with it; those who are connected are told', async (t) => {
  const running = await start(t);
  const { path } = running;
  const long = await running.peerTo({ path });
  long.send('long_conn');
  await long.call('ping');
  await running.host.disable('socket-server');
  assert.equal(await long.rest(), '{"name": "broadcast", "message": "shut_down"}PMEND');
  assert.ok(!existsSync(path));
  assert.equal(running.host.inspect().addresses.unix, undefined);
  await running.host.enable('socket-server');
  await pong(running, path);
});

test('closed and opened 50 times, with tokens that are watched, it leaves nothing behind', async (t) => {
  const running = await start(t, { requireToken: true });
  const { admin } = await ensureTokens(running.dataDir);
  // It watches the same tokens.
  await running.host.disable('web-inspector');
  let before: string[] = [];
  for (let round = 0; round < 50; round += 1) {
    const peer = await FramedPeer.connect({ path: running.path });
    assert.equal((await peer.hello({ token: admin })).role, 'admin');
    assert.equal(watchedPaths(), 1);
    await running.host.disable('socket-server');
    await peer.closed();
    assert.equal(watchedPaths(), 0);
    if (round === 0) before = heldHandles();
    if (round === 49) assert.deepEqual(heldHandles(), before);
    await running.host.enable('socket-server');
  }
});

test('the setting closes and opens it; the port, and those who came by the socket, stay', async (t) => {
  const running = await start(t);
  const { path, port } = running;
  const peer = await running.peerTo({ path });
  peer.send('request_data');
  await peer.take('conn_established');
  const set = async (value: boolean): Promise<void> => {
    const done = running.log.next(`listening on ${path}`);
    assert.equal(await peer.call('set_settings_param', 'socket-server.unixSocket', value), PONG);
    await done;
  };
  await set(false);
  assert.ok(!existsSync(path));
  assert.equal(running.host.inspect().addresses.unix, undefined);
  assert.equal(running.port, port);
  await set(true);
  await pong(running, path);
});

test('without a data folder there is none', async (t) => {
  const running = await startHost(t);
  assert.equal(running.host.inspect().addresses.unix, undefined);
  assert.ok(running.port > 0);
});

test('what a killed host left behind is replaced', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  leaveSocket(join(folder, 'data', 'headframe.sock'));
  const running = await start(t, {}, folder);
  assert.equal(running.state, 'active');
  await pong(running, running.path);
});

test('one that another process listens on is left alone, and so is anything that is no socket', async (t) => {
  const living = temporaryFolder(t);
  mkdirSync(join(living, 'data'), { mode: 0o700 });
  const other = createServer((socket) => {
    // Whoever only looks whether somebody is here resets the connection.
    socket.on('error', () => undefined).end('other');
  }).listen(join(living, 'data', 'headframe.sock'));
  await once(other, 'listening');
  t.after(() => other.close());
  const first = await start(t, {}, living);
  assert.equal(first.state, 'failed');
  assert.match(first.log.with('is taken').join(), /headframe\.sock is taken: another process listens on it/);
  assert.equal(first.host.inspect().addresses.tcp, undefined, 'nor is the port listened on');
  assert.equal(await (await first.peerTo({ path: join(living, 'data', 'headframe.sock') })).rest(), 'other');

  const file = temporaryFolder(t);
  mkdirSync(join(file, 'data'), { mode: 0o700 });
  writeFileSync(join(file, 'data', 'headframe.sock'), 'precious');
  const second = await start(t, {}, file);
  assert.equal(second.state, 'failed');
  assert.match(second.log.with('is taken').join(), /it is no socket/);
  assert.equal(readFileSync(join(file, 'data', 'headframe.sock'), 'utf8'), 'precious');
});

test('a path where no socket can be says why', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), '');
  const events = { connected: () => undefined, failed: () => undefined };
  for (const [path, reason] of [
    [join(folder, 'file', 'a.sock'), /a\.sock: ENOTDIR/],
    [join(folder, 'none', 'a.sock'), /a\.sock: .*(EACCES|ENOENT)/],
  ] as const)
    await assert.rejects(new UnixListener(events).open(path), { code: 'LISTEN_FAILED', message: reason });
});

test("another host's socket is not removed with ours", async (t) => {
  const running = await start(t);
  const { path } = running;
  renameSync(path, `${path}.old`);
  const other = createServer().listen(path);
  await once(other, 'listening');
  t.after(() => other.close());
  await running.host.disable('socket-server');
  assert.ok(lstatSync(path).isSocket());
});

test('where the path would be too long it is in the runtime folder of the user, or nowhere', () => {
  const long = `/${'d'.repeat(91)}`;
  assert.equal(unixPath(long, '/run/user/1'), `${long}/headframe.sock`, '107 bytes');
  const other = unixPath(`${long}d`, '/run/user/1') ?? '';
  assert.match(other, /^\/run\/user\/1\/headframe-[0-9a-f]{16}\.sock$/);
  assert.notEqual(unixPath(`${long}e`, '/run/user/1'), other, 'each data folder has its own');
  for (const none of [undefined, 'relative', `/${'r'.repeat(75)}`])
    assert.equal(unixPath(`${long}d`, none), undefined);
});

test('a host whose data folder has a long path has its socket in $XDG_RUNTIME_DIR', async (t) => {
  const folder = temporaryFolder(t);
  const before = process.env.XDG_RUNTIME_DIR;
  t.after(() => {
    if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
    else process.env.XDG_RUNTIME_DIR = before;
  });
  process.env.XDG_RUNTIME_DIR = temporaryFolder(t);
  const long = join(folder, 'd'.repeat(100));
  const running = await start(t, {}, long);
  assert.equal(dirname(running.path), process.env.XDG_RUNTIME_DIR);
  await pong(running, running.path);
  await running.host.disable('socket-server');
  assert.ok(!existsSync(running.path));
  delete process.env.XDG_RUNTIME_DIR;
  await running.host.enable('socket-server');
  assert.equal(running.host.inspect().addresses.unix, undefined);
  assert.equal(running.log.with('there is no Unix socket').length, 1);
});

async function pong(running: RunningHost, path: string): Promise<void> {
  const peer = await running.peerTo({ path });
  peer.send('request_data');
  await peer.take('conn_established');
  assert.equal(await peer.call('ping'), PONG);
}
