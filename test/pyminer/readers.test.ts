import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testSeed } from '../seed.ts';
import { hostFor } from './start-host.ts';

/** A heartbeat would wake a reader that has stalled. */
const NO_HEARTBEAT = 3600;

for (const dialect of ['classic', 'named']) {
  test(`60 random values of 60 to 150 KB come back whole to a reader of the ${dialect} dialect`, async (context) => {
    const host = await hostFor(context);
    const seed = testSeed();
    context.diagnostic(`HEADFRAME_SEED=${seed}`);
    const report = await host.python('random_values.py', { dialect, seed });
    assert.deepEqual(report, { read: 60, lost: [] });
  });
}

test('bursts of 1000 broadcasts arrive whole at subscribers that read 1024 bytes at a time', async (context) => {
  const host = await hostFor(context, { settings: { heartbeatSeconds: NO_HEARTBEAT } });
  const report = await host.python('burst.py', { writers: 4 });
  const bursts = ['all', 'all', 'all', 'all', 'all'];
  assert.deepEqual(report, { classic: bursts, named: bursts });
});
