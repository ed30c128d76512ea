import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incrementOverSockets } from './increments.ts';
import { startHost } from './running-host.ts';

test('8 writers of both dialects × 250 compare-and-set increments are 2000', async (context) => {
  const running = await startHost(context);
  const { value, conflicts } = await incrementOverSockets(running.port, 8, 250);
  assert.equal(value, 2000);
  assert.ok(conflicts > 0, 'they were in each other’s way');
});
