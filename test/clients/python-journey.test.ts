import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { hostForClients } from './node-host.ts';

const TESTS = resolve('clients/python/tests');
const RUN_MS = 300_000;
const run = promisify(execFile);

async function journey(command: 'set' | 'check', port: number): Promise<string[]> {
  const env = { ...process.env, PYTHONPATH: resolve('clients/python/src') };
  const args = [
    '-B',
    resolve(TESTS, 'journey.py'),
    command,
    resolve('test/codec'),
    `tcp://127.0.0.1:${port}`,
  ];
  const { stdout } = await run('/usr/bin/python3', args, { env, timeout: RUN_MS });
  return stdout.trim().split('\n');
}

test('the corpus comes back exactly from Python over the host to Node, and back the same way', async (context) => {
  const { running, connect } = await hostForClients(context);
  const count = Number(await journey('set', running.port));
  assert.ok(count >= 200, `only ${count} values`);
  const client = await connect();
  for (let i = 0; i < count; i += 1) {
    const value = await client.get(`v${i}`, { exact: true });
    await client.set(`w${i}`, value);
  }
  assert.deepEqual(await journey('check', running.port), ['{}', '{}']);
});
