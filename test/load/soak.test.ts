import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from './soak.ts';

const CLIENTS = 100;
const SECONDS = 10;
const MOST_GROWTH_BYTES = 256 * 2 ** 20;

test('100 clients write for ten seconds: all is answered, a watcher ends with what the host has, memory is bounded', async (t) => {
  const { writes, memory } = await soak(CLIENTS, SECONDS);
  const [first = 0] = memory;
  const growth = Math.max(...memory) - first;
  t.diagnostic(`${writes} writes, ${(growth / 2 ** 20).toFixed(1)} MiB more`);
  assert.ok(writes >= CLIENTS * 10, `${writes} writes`);
  assert.ok(growth < MOST_GROWTH_BYTES, `${growth} bytes`);
});
