import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testSeed } from '../seed.ts';
import { emptyHost } from './shared-host.ts';

for (const dialect of ['classic', 'named']) {
  test(`60 random values of 60 to 150 KB come back whole to a reader of the ${dialect} dialect`, async (context) => {
    const host = await emptyHost();
    const seed = testSeed();
    context.diagnostic(`HEADFRAME_SEED=${seed}`);
    const report = await host.python('random_values.py', { dialect, seed });
    assert.deepEqual(report, { read: 60, lost: [] });
  });
}

test('bursts of 1000 broadcasts arrive whole at subscribers that read 1024 bytes at a time', async () => {
  const host = await emptyHost();
  const report = await host.python('burst.py', { writers: 4 });
  const bursts = ['all', 'all', 'all', 'all', 'all'];
  assert.deepEqual(report, { classic: bursts, named: bursts });
});
