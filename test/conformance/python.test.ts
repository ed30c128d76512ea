import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { startHost } from '../socket-server/running-host.ts';
import { CASES } from './cases.ts';

const run = promisify(execFile);
const DEADLINE_MS = 120_000;

describe('the Python client does as every client has to', () => {
  for (const mode of ['threads', 'asyncio']) {
    test(mode, async (context) => {
      const host = await startHost(context);
      const env = { ...process.env, PYTHONPATH: resolve('clients/python/src') };
      const args = ['test/conformance/run_steps.py', String(host.port), mode];
      const { stdout } = await run('/usr/bin/python3', args, { env, timeout: DEADLINE_MS });
      const results = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        results,
        CASES.map(({ title }) => ({ title, problem: null })),
      );
    });
  }
});
