import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const PACKAGE = resolve('clients/python');
const TESTS = resolve(PACKAGE, 'tests');
const RUN_MS = 540_000;
const PYTHON = ['-B', '-W', 'error::ResourceWarning', '-m', 'unittest', '-v'];

const run = promisify(execFile);
const modules = readdirSync(TESTS)
  .filter((name) => /^test_\w+\.py$/.test(name))
  .map((name) => name.slice(0, -'.py'.length));

test('the Python client has tests', () => {
  assert.ok(modules.includes('test_values') && modules.includes('test_aio'));
});

for (const module of modules) {
  test(`${module} passes in Debian's Python`, async () => {
    const env = { ...process.env, PYTHONPATH: resolve(PACKAGE, 'src') };
    const { stderr } = await run('/usr/bin/python3', [...PYTHON, module], {
      cwd: TESTS,
      env,
      timeout: RUN_MS,
    });
    assert.match(stderr, /^Ran [1-9]\d* tests? in /m);
    assert.doesNotMatch(stderr, /ResourceWarning|skipped=/);
  });
}
