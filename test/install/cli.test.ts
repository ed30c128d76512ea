import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Context } from '../../cli/context.ts';
import { run } from '../../cli/main.ts';
import { tellingPlugin, temporaryFolder, writeFiles, writePlugin } from '../core/plugins.ts';

/** Runs a command with `--json` in a folder; returns its exit code and what it printed. */
async function headframe(
  cwd: string,
  ...words: string[]
): Promise<{ code: number; result: Record<string, unknown> }> {
  const printed: string[] = [];
  const context: Context = {
    cwd,
    env: {},
    colour: false,
    exitCode: 0,
    print: (text) => void printed.push(text),
    tell: () => undefined,
  };
  const code = await run(['node', 'headframe', 'plugin', ...words, '--json'], context);
  return { code, result: JSON.parse(printed.join('')) };
}

test('plugin add and remove work without a running host, and refuse with the code of the reason', async (t) => {
  const cwd = temporaryFolder(t);
  const source = writePlugin(temporaryFolder(t), 'alpha', tellingPlugin('alpha'), { version: '1.0' });
  const folder = join(cwd, '.headframe/extensions/alpha');

  const added = await headframe(cwd, 'add', source);
  assert.equal(added.code, 0);
  assert.deepEqual(added.result, {
    name: 'alpha',
    version: '1.0.0',
    previous: null,
    folder,
    running: false,
    pipDependencies: [],
  });
  assert.equal((await headframe(cwd, 'add', './nowhere')).code, 2);
  assert.equal((await headframe(cwd, 'remove', 'workspace')).code, 77);
  assert.deepEqual(await headframe(cwd, 'remove', 'alpha'), {
    code: 0,
    result: { name: 'alpha', running: false },
  });
  assert.ok(!existsSync(folder));
});

test('plugin check tells what is wrong, with its place, and runs nothing', async (t) => {
  const cwd = temporaryFolder(t);
  writePlugin(cwd, 'wrong', "throw new Error('this must not run');\nexport class Other {}\n", {
    requirements: ['ghost'],
  });
  writePlugin(cwd, 'torn', 'export class Extension {\n  ) }\n');
  writeFiles(cwd, { 'bad/plugin.json': '{ "name": 7 }' });
  const problems = async (name: string): Promise<string[]> => {
    const { code, result } = await headframe(cwd, 'check', name);
    assert.equal(code, 1);
    const findings = result.findings as { status: string; message: string }[];
    return findings.filter(({ status }) => status === 'error').map(({ message }) => message);
  };

  const [ghost, other] = await problems('wrong');
  assert.match(ghost ?? '', /wrong requires ghost/);
  assert.match(other ?? '', /exports Other, but no Extension/);
  assert.match((await problems('torn')).join(), /main\.ts:2:3: /);
  assert.match((await problems('bad')).join(), /\/name must be string/);
});

test('plugin new refuses names that are none and folders that exist', async (t) => {
  const cwd = temporaryFolder(t);
  assert.equal((await headframe(cwd, 'new', 'fresh')).code, 0);
  assert.equal((await headframe(cwd, 'new', 'fresh')).code, 1);
  assert.equal((await headframe(cwd, 'new', '../fresh')).code, 2);
  assert.equal((await headframe(cwd, 'check', 'fresh')).code, 0);
});
