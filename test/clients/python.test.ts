import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { testSeed } from '../seed.ts';

const PACKAGE = resolve('clients/python');
const TESTS = resolve(PACKAGE, 'tests');
const RUN_MS = 540_000;
const PYTHON = ['-B', '-W', 'error::ResourceWarning', '-m', 'unittest', '-v'];
/** Modules whose tests wait most of their time, for heartbeats and for hosts to start. */
const WAITING = ['test_liveness', 'test_restarts', 'test_tls'];

const run = promisify(execFile);
const modules = readdirSync(TESTS)
  .filter((name) => /^test_\w+\.py$/.test(name))
  .map((name) => name.slice(0, -'.py'.length));
const others = modules.filter((module) => !WAITING.includes(module));

test('the Python client has tests', () => {
  assert.ok(others.includes('test_values') && others.includes('test_aio'));
});

// Two interpreters at a time, as one of them mostly waits; a module has none of its own, for numpy and pandas take long.
describe('the tests of the Python client pass in Debian’s Python', { concurrency: true }, () => {
  for (const group of [others, WAITING]) {
    test(group.join(', '), async (context) => {
      const seed = testSeed();
      context.diagnostic(`HEADFRAME_SEED=${seed}`);
      const env = { ...process.env, PYTHONPATH: resolve(PACKAGE, 'src'), HEADFRAME_SEED: String(seed) };
      const options = { cwd: TESTS, env, timeout: RUN_MS };
      const { stderr } = await run('/usr/bin/python3', [...PYTHON, ...group], options);
      assert.match(stderr, /^Ran [1-9]\d* tests? in /m);
      assert.doesNotMatch(stderr, /ResourceWarning|skipped=/);
      for (const module of group) assert.match(stderr, new RegExp(`^test_\\w+ \\(${module}\\.`, 'm'));
    });
  }
});
