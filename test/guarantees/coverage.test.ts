import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';

const C8 = resolve('node_modules/c8/bin/c8.js');
const CONFIG = resolve('.c8rc.json');
const FUNCTIONS = 50;
const LINES = 150;

/** A program of 200 lines and 150 branches, so many of which do not run. */
function program({ lines = 0, branches = 0 }: { lines?: number; branches?: number }): string {
  const functions = Array.from({ length: FUNCTIONS }, (_, index) => {
    const calls = index < branches ? 'f(0);' : 'f(0), f(1);';
    return `{ const f = (x) => { return x ? 1 : 2; }; ${calls} }`;
  });
  const skipped = lines === 0 ? [] : ['if (LINES.length > 0) {', ...Array(lines).fill('  LINES.pop();'), '}'];
  const rest = Array(LINES - skipped.length - 1).fill('LINES.length = 0;');
  return ['const LINES = [];', ...functions, ...rest, ...skipped, ''].join('\n');
}

/** Whether the gate lets a program pass that stands among the host's sources. */
function passes(t: TestContext, source: string): boolean {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'core'));
  writeFileSync(join(folder, 'core/program.js'), source);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [C8, '--config', CONFIG, process.execPath, 'core/program.js'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_V8_COVERAGE: '' } },
  );
  assert.match(stdout, /^Lines +: /m, stderr);
  return status === 0;
}

test('tests that cover too little of the lines or branches fail', (t) => {
  assert.ok(passes(t, program({})), 'all of it');
  assert.ok(passes(t, program({ lines: 5 })), '97 % of the lines');
  assert.ok(!passes(t, program({ lines: 12 })), '93 % of the lines');
  assert.ok(passes(t, program({ branches: 8 })), '94 % of the branches');
  assert.ok(!passes(t, program({ branches: 16 })), '88 % of the branches');
});
