import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPython } from './run-python.ts';
import { emptyHost } from './shared-host.ts';

interface Read {
  readonly digests: Readonly<Record<string, string>>;
  readonly different: readonly string[];
  readonly single: number;
  readonly together: number;
}

const VALUES = 193;
const PROTOCOLS = 6;

test('the comparison sees every small difference, and invents none', async () => {
  const report = await runPython('check_compare.py', {});
  assert.deepEqual(report, { missed: [], invented: [], pairs: 35 });
});

test('values of every kind, protocols 0 to 5, are read by another process, the same byte for byte', async () => {
  const host = await emptyHost();
  const written = await host.python<Record<string, string>>('write_values.py');
  const read = await host.python<Read>('read_values.py');
  assert.deepEqual(read.different, []);
  assert.deepEqual(read.digests, written);
  assert.equal(read.single, VALUES * PROTOCOLS);
  assert.equal(read.together, 2 * VALUES * PROTOCOLS, 'get_var_dic over all, by both unpicklers');
});

test('arrays of 50 MB come back the same', async () => {
  const host = await emptyHost();
  const written = await host.python<Record<string, string>>('write_values.py', { only: 'big' });
  const read = await host.python<Read>('read_values.py', { only: 'big' });
  assert.deepEqual(read.different, []);
  assert.deepEqual(read.digests, written);
  assert.equal(read.single, 2);
});

test('write_var_dic takes 1000 variables at once, in both dialects and all protocols', async () => {
  const host = await emptyHost();
  const { broadcasts, ...writes } = await host.python<Record<string, unknown>>('write_dict.py');
  assert.equal(Object.keys(writes).length, 12);
  for (const [write, result] of Object.entries(writes)) {
    const word = write.startsWith('classic') ? 'success' : 'succeeded';
    assert.deepEqual(result, [{ message: word }, null], write);
  }
  assert.equal(broadcasts, true, 'one broadcast a variable, in order');
});
