import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catchUp } from './catch-up.ts';
import { hostForClients } from './node-host.ts';

test('1000 variables of a host that was away are caught up with in one go, when its port is back', async (context) => {
  const [one, other] = [await hostForClients(context), await hostForClients(context)];
  const times = await catchUp([one.running.port, other.running.port], 1000, 3);
  // A second is what is promised; the long command measures it.
  for (const ms of times) assert.ok(ms < 10_000, `${ms} ms`);
});
