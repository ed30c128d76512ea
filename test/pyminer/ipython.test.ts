import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHost } from './shared-host.ts';

test('a shell that writes and merges all its globals after each cell loses and undoes nothing', async () => {
  const host = await emptyHost();
  assert.deepEqual(await host.python('ipython.py'), {
    setup: { message: 'success', skipped: { DataFrame: 'RESERVED' } },
    undone: [],
    lost: [],
    stale: [],
    names: ['nothing', 'table', 'scaled', 'factor', 'Record', 'record'],
    code: [42, 7, ['a', 'b']],
  });
});
