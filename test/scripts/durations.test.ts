import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { longestFirst, readDurations, saveDurations } from '../../scripts/testing/durations.ts';
import { FileOutcome } from '../../scripts/testing/file-outcome.ts';

test('files run longest first; those that are not known before them, by the hint', () => {
  const files = ['a/1', 'a/2', 'b/3', 'b/4', 'c/5'];
  assert.deepEqual(longestFirst(files, { 'a/1': 2, 'b/4': 9 }, ['b/', 'c/']), [
    'b/3',
    'c/5',
    'a/2',
    'b/4',
    'a/1',
  ]);
  assert.deepEqual(longestFirst(files, {}), files);
});

test('what a run took is known to the next', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-durations-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'durations.json');
  assert.deepEqual(readDurations(file), {});
  const outcome = new FileOutcome('test/a.test.ts');
  outcome.seconds = 1.5;
  saveDurations(file, [outcome]);
  assert.deepEqual(readDurations(file), { 'test/a.test.ts': 1.5 });
});
