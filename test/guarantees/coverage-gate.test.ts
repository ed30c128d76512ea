import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { coverageGaps } from '../../scripts/coverage-gate.ts';
import { WHOLLY_COVERED } from '../../scripts/wholly-covered.ts';

const C8 = resolve('node_modules/c8/bin/c8.js');
const folder = mkdtempSync(join(tmpdir(), 'headframe-coverage-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a line that no test runs, and a file that none loads, are named; types are not', () => {
  mkdirSync(join(folder, 'inner/deeper'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write('package.json', '{ "type": "module" }');
  write(
    'inner/sign.ts',
    'export function sign(x: number) {\n  if (x < 0) {\n    return -1;\n  }\n  return 1;\n}\n',
  );
  write('inner/whole.ts', 'export const whole = (x: number) => x + 1;\n');
  write('inner/deeper/unused.ts', 'export const unused = 1;\n');
  write('inner/types.ts', 'export interface Shape {\n  readonly side: number;\n}\n');
  write('outer.ts', 'export function outer() {\n  return 1;\n}\n');
  write(
    'run.ts',
    "import { sign } from './inner/sign.ts';\nimport { whole } from './inner/whole.ts';\nimport './outer.ts';\nsign(whole(1));\n",
  );
  const command = ['--reporter', 'json', process.execPath, '--import', import.meta.resolve('tsx'), 'run.ts'];
  const run = spawnSync(process.execPath, [C8, ...command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_V8_COVERAGE: '' },
  });
  assert.equal(run.status, 0, run.stderr);
  const report = join(folder, 'coverage/coverage-final.json');
  assert.deepEqual(coverageGaps({ folder, report, covered: ['inner/'] }), [
    'inner/deeper/unused.ts: no test loads it',
    'inner/sign.ts: 3-4',
  ]);
  assert.deepEqual(coverageGaps({ folder, report, covered: ['inner/whole.ts'] }), []);
});

test('all that is to be covered wholly is there', () => {
  assert.deepEqual(
    WHOLLY_COVERED.filter((path) => !existsSync(path)),
    [],
  );
});
