import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostFor } from './start-host.ts';

test('a shell that writes and merges all its globals after each cell loses and undoes nothing', async (context) => {
  const host = await hostFor(context);
  assert.deepEqual(await host.python('ipython.py'), {
    setup: { message: 'success', skipped: { DataFrame: 'RESERVED' } },
    undone: [],
    lost: [],
    stale: [],
    names: ['nothing', 'table', 'scaled', 'factor', 'Record', 'record'],
    code: [42, 7, ['a', 'b']],
  });
});
