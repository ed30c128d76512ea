import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testSeed } from '../seed.ts';
import { killAndRecover } from './killed-host.ts';
import { seeded } from './seeded.ts';
import { temporaryFolder } from './storage-folder.ts';

test('a host that is ended under load twenty times tells its clients, ends with 0, and has all that it answered', async (t) => {
  const seed = testSeed();
  t.diagnostic(`seed ${seed}`);
  const changes = await killAndRecover(temporaryFolder(t), 20, seeded(seed), () => undefined, {
    signal: 'SIGTERM',
    changes: 30,
    largest: 90_000,
  });
  t.diagnostic(`${changes} changes`);
  assert.ok(changes >= 200);
});
