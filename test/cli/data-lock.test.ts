import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockDataFolder, lockHolder } from '../../core/data-lock.ts';
import { isRunning, ownIdentity } from '../../core/process-identity.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { startHostProcess } from './cli-process.ts';

const OTHER_NONCE = '0123456789abcdef';

test('the lock makes the folder for its owner alone, is held once, and is gone after its release', async (t) => {
  const folder = join(temporaryFolder(t), 'data');
  const lock = await lockDataFolder(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(folder, 'lock')).mode & 0o777, 0o600);
  assert.equal((await lockHolder(folder))?.pid, process.pid);
  await assert.rejects(lockDataFolder(folder), {
    code: 'HOST_RUNNING',
    message: `${join(folder, 'lock')}: the host with pid ${process.pid} uses this data folder`,
  });
  await lock.release();
  assert.equal(await lockHolder(folder), undefined);
  assert.deepEqual(readdirSync(folder), []);
});

test('a folder that was open to others is closed', async (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  const lock = await lockDataFolder(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  await lock.release();
});

test('the lock of a killed process is taken over', async (t) => {
  const place = temporaryFolder(t);
  const folder = join(place, '.headframe');
  const host = await startHostProcess(t, place);
  assert.equal((await lockHolder(folder))?.pid, host.pid);
  await assert.rejects(lockDataFolder(folder), { code: 'HOST_RUNNING' });
  host.kill('SIGKILL');
  await host.ended;
  const lock = await lockDataFolder(folder);
  assert.equal((await lockHolder(folder))?.pid, process.pid);
  await lock.release();
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('lock')),
    [],
  );
});

test('a process that got the number of a dead holder does not hold its lock', async (t) => {
  const folder = temporaryFolder(t);
  const own = await ownIdentity();
  assert.ok(await isRunning(own));
  assert.ok(own.started, 'this machine has /proc');
  const earlier = { pid: process.pid, started: `${own.started}0`, nonce: OTHER_NONCE };
  writeFileSync(join(folder, 'lock'), JSON.stringify(earlier));
  assert.equal(await lockHolder(folder), undefined);
  await (await lockDataFolder(folder)).release();
});

for (const [what, text] of [
  ['empty', ''],
  ['torn', '{"pid": 1'],
  ['of another kind', '[]'],
] as const) {
  test(`a lock file that is ${what} holds nothing`, async (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'lock'), text);
    const lock = await lockDataFolder(folder);
    assert.equal(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).pid, process.pid);
    await lock.release();
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('of many that find a stale lock exactly one takes it over', async (t) => {
  const parent = temporaryFolder(t);
  for (let round = 0; round < 20; round += 1) {
    const folder = join(parent, String(round));
    mkdirSync(folder);
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 0, started: null, nonce: OTHER_NONCE }));
    // One that died while it was taking over.
    const takeover = join(folder, `lock.${OTHER_NONCE}`);
    if (round % 2)
      writeFileSync(takeover, JSON.stringify({ pid: 0, started: null, nonce: 'fedcba9876543210' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataFolder(folder)));
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    const codes = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    assert.equal(won.length, 1, `round ${round}`);
    assert.deepEqual(new Set(codes), new Set(['HOST_RUNNING']));
    assert.ok(!existsSync(takeover));
  }
});

test('a folder that cannot be made says why', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(lockDataFolder(join(folder, 'file', 'data')), {
    code: 'IO_FAILED',
    message: /ENOTDIR/,
  });
});
