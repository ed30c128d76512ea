import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { encodeFrame, encodeNameMeta, FRAME_KIND, OPERATION } from '../../codec/frame/index.ts';
import { ensureTokens, type Role, type Tokens } from '../../core/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { FramedPeer } from './framed-peer.ts';
import { remoteAddress } from './remote.ts';
import { type RunningHost, startHost } from './running-host.ts';

const ROLES: readonly Role[] = ['read', 'write', 'admin'];

interface Started {
  readonly running: RunningHost;
  readonly tokens: Tokens;
  /** Each way to the server. */
  readonly ways: Readonly<Record<'unix' | 'loopback' | 'remote', () => Promise<FramedPeer>>>;
}

async function start(t: TestContext, settings: Readonly<Record<string, unknown>> = {}): Promise<Started> {
  const dataDir = join(temporaryFolder(t), 'data');
  const running = await startHost(t, { host: '0.0.0.0', ...settings }, dataDir);
  const connect = async (to: Parameters<typeof FramedPeer.connect>[0]): Promise<FramedPeer> => {
    const peer = await FramedPeer.connect(to);
    t.after(() => peer.destroy());
    return peer;
  };
  return {
    running,
    tokens: await ensureTokens(dataDir),
    ways: {
      unix: () => connect({ path: running.path }),
      loopback: () => connect(running.port),
      remote: () => connect({ port: running.port, host: remoteAddress() }),
    },
  };
}

/** The role that a hello gets, or the code of its error; then the server has to close. */
async function outcome(connect: () => Promise<FramedPeer>, hello: object): Promise<unknown> {
  const peer = await connect();
  try {
    return (await peer.hello(hello)).role;
  } catch (error) {
    await peer.closed();
    return (error as { code?: unknown }).code;
  } finally {
    peer.destroy();
  }
}

test('a token decides the role, wherever it is shown', async (t) => {
  const { ways, tokens } = await start(t);
  for (const [way, connect] of Object.entries(ways))
    for (const role of ROLES)
      assert.equal(await outcome(connect, { token: tokens[role] }), role, `${way} ${role}`);
});

test('without one a neighbour may do everything and a stranger nothing', async (t) => {
  const { ways } = await start(t);
  assert.equal(await outcome(ways.unix, {}), 'admin');
  assert.equal(await outcome(ways.loopback, {}), 'admin');
  assert.equal(await outcome(ways.loopback, { token: null }), 'admin');
  assert.equal(await outcome(ways.remote, {}), 'UNAUTHENTICATED');
});

test('where a token is demanded neighbours need one too', async (t) => {
  const { ways, tokens } = await start(t, { requireToken: true });
  for (const [way, connect] of Object.entries(ways)) {
    assert.equal(await outcome(connect, {}), 'UNAUTHENTICATED', way);
    assert.equal(await outcome(connect, { token: tokens.write }), 'write', way);
  }
});

test('a token that is none of the server gets nobody in, neighbours neither', async (t) => {
  const { ways, tokens } = await start(t);
  const foreign = await ensureTokens(join(temporaryFolder(t), 'other'));
  const { admin } = tokens;
  const wrong = [
    '',
    'headframe_admin_',
    admin.slice(0, -1),
    `${admin}x`,
    ` ${admin}`,
    admin.toUpperCase(),
    admin.replace('_admin_', '_write_'),
    tokens.read.replace('_read_', '_admin_'),
    foreign.admin,
    'x'.repeat(1024),
  ];
  for (const token of wrong)
    for (const [way, connect] of Object.entries(ways))
      assert.equal(await outcome(connect, { token }), 'UNAUTHENTICATED', `${way} ${token}`);
});

test('what is no token at all is refused without being said again', async (t) => {
  const { ways, tokens } = await start(t);
  for (const token of [5, {}, [tokens.admin], true, `${tokens.admin}${'x'.repeat(1024)}`]) {
    const peer = await ways.remote();
    await assert.rejects(peer.hello({ token }), (error: Error & { code?: string; data?: unknown }) => {
      assert.equal(error.code, 'BAD_PARAMS');
      assert.ok(!`${error.message}${JSON.stringify(error.data)}`.includes(tokens.admin));
      return true;
    });
    await peer.closed();
  }
});

test('a stranger gets to send no more than a hello has, and no longer than it takes', async (t) => {
  const { ways, tokens } = await start(t, { preambleSeconds: 0.2 });
  const large = await ways.remote();
  large.command('hello', { token: tokens.read, client: 'x'.repeat(5000) });
  await large.closed();
  const silent = await ways.remote();
  await silent.closed();
  const half = await ways.remote();
  half.socket.write(Buffer.of(1, 0, 0, 0));
  await half.closed();
});

test('a stranger who announces more than a hello has is refused before it comes', async (t) => {
  const { ways } = await start(t, { preambleSeconds: 60 });
  const peer = await ways.remote();
  const meta = Buffer.from(JSON.stringify({ method: 'hello', params: { client: 'x'.repeat(5000) } }));
  const parts = { kind: FRAME_KIND.request, operation: OPERATION.command, id: 1, meta };
  peer.socket.write(encodeFrame(parts).subarray(0, 100));
  const { kind, meta: refusal } = await peer.frame(({ id }) => id === 1);
  assert.equal(kind, FRAME_KIND.error);
  assert.equal(JSON.parse(refusal.toString()).code, 'TOO_LARGE');
  await peer.closed();
});

test('what comes with the hello in one piece is served, however much it is', async (t) => {
  const { ways, tokens } = await start(t);
  const peer = await ways.remote();
  const document = JSON.stringify('x'.repeat(100_000));
  peer.socket.cork();
  const hello = peer.command('hello', { token: tokens.write });
  const set = peer.sendSet('x', document);
  const get = peer.request(OPERATION.get, { meta: encodeNameMeta('x') });
  peer.socket.uncork();
  for (const id of [hello, set]) assert.equal((await peer.answer(id)).kind, FRAME_KIND.answer);
  assert.equal((await peer.answer(get)).payload.toString(), document);
});
