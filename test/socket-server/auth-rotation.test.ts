import assert from 'node:assert/strict';
import { chmodSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { NOTIFICATION } from '../../codec/frame/index.ts';
import { ensureTokens, type Role, type Tokens, tokenFile } from '../../core/index.ts';
import { runCli } from '../cli/run-cli.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { FramedPeer } from './framed-peer.ts';
import { type RunningHost, startHost } from './running-host.ts';

interface Started {
  readonly running: RunningHost;
  readonly tokens: Tokens;
  enter(token?: string): Promise<FramedPeer>;
  rotate(...args: string[]): Promise<void>;
}

async function start(t: TestContext): Promise<Started> {
  const dataDir = join(temporaryFolder(t), 'data');
  const running = await startHost(t, { maxConnections: 100 }, dataDir);
  return {
    running,
    tokens: await ensureTokens(dataDir),
    async enter(token) {
      const peer = await FramedPeer.connect(running.port);
      t.after(() => peer.destroy());
      await peer.hello(token === undefined ? {} : { token });
      return peer;
    },
    async rotate(...args) {
      const { code } = await runCli(dirname(dataDir), ['token', 'rotate', '--data-dir', dataDir, ...args]);
      assert.equal(code, 0);
    },
  };
}

/** Resolves when a client has been sent away, with words. */
async function dismissed(peer: FramedPeer): Promise<void> {
  const { json } = await peer.notification(NOTIFICATION.goAway);
  assert.equal(json.code, 'UNAUTHENTICATED');
  await peer.closed();
}

test('a new token closes the sessions of the old one, 50 of them, and no other', async (t) => {
  const { running, tokens, enter, rotate } = await start(t);
  const old = await Promise.all(Array.from({ length: 50 }, () => enter(tokens.write)));
  const others = [await enter(tokens.read), await enter(tokens.admin), await enter()];
  const text = await running.peer('subscriber');
  await rotate('--role', 'write');
  await Promise.all(old.map(dismissed));
  for (const peer of others) assert.deepEqual(await peer.call('ping'), {});
  assert.equal(await text.call('ping'), '{"message": "succeeded"}');
});

test('the new token counts at once and the old one no more', async (t) => {
  const { running, tokens, enter, rotate } = await start(t);
  await rotate();
  const fresh = await ensureTokens(running.dataDir);
  for (const role of ['read', 'write', 'admin'] satisfies Role[]) {
    await assert.rejects(enter(tokens[role]), { code: 'UNAUTHENTICATED' });
    const peer = await enter(fresh[role]);
    assert.deepEqual(await peer.call('ping'), {});
  }
});

test('one rotation after the other is noticed', async (t) => {
  const { running, enter, rotate } = await start(t);
  for (let round = 0; round < 5; round += 1) {
    const { read } = await ensureTokens(running.dataDir);
    const peer = await enter(read);
    await rotate('--role', 'read');
    await dismissed(peer);
  }
});

test('tokens that are taken away, or that others can read, count no more', async (t) => {
  const { running, tokens, enter } = await start(t);
  const file = tokenFile(running.dataDir);
  const exposed = await enter(tokens.write);
  const told = running.log.next('no token is accepted: ');
  chmodSync(file, 0o644);
  await Promise.all([dismissed(exposed), told]);
  await assert.rejects(enter(tokens.write), { code: 'UNAUTHENTICATED' });
  chmodSync(file, 0o600);
  const removed = await enter(tokens.write);
  rmSync(file);
  await dismissed(removed);
});

test('tokens that are made while the host runs count, and their rotation is noticed', async (t) => {
  const running = await startHost(t, {}, join(temporaryFolder(t), 'data'));
  const { admin } = await ensureTokens(running.dataDir);
  const peer = await FramedPeer.connect(running.port);
  t.after(() => peer.destroy());
  await peer.hello({ token: admin });
  await runCli(running.dataDir, ['token', 'rotate', '--data-dir', running.dataDir]);
  await dismissed(peer);
});

test('a client that reads nothing is closed with the others', async (t) => {
  const { running, tokens, enter, rotate } = await start(t);
  const frozen = await enter(tokens.write);
  frozen.socket.pause();
  const left = running.log.next('this token is none of the server');
  await rotate();
  await left;
  frozen.socket.resume();
  await frozen.closed();
});
