import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHost } from './shared-host.ts';

test('a read after an answered write is never stale, and a deletion never overtakes a write', async () => {
  const host = await emptyHost();
  assert.deepEqual(await host.python('ordering.py'), {
    stale: [],
    overtaken: [],
    overtaken_in_a_pipeline: [],
    misled: [],
  });
});
