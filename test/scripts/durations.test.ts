import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDurations, saveDurations } from '../../scripts/testing/durations.ts';
import { FileOutcome } from '../../scripts/testing/file-outcome.ts';
import { groupsOf, longestFirst } from '../../scripts/testing/groups.ts';

test('files of a folder are a group, up to twelve, and those that are to be alone are alone', () => {
  assert.deepEqual(groupsOf(['a/1', 'a/2', 'b/1', 'a/3'], new Set(['a/2'])), [
    ['a/1', 'a/3'],
    ['a/2'],
    ['b/1'],
  ]);
  const many = Array.from({ length: 25 }, (_, index) => `a/${index}`);
  assert.deepEqual(
    groupsOf(many).map(({ length }) => length),
    [12, 12, 1],
  );
});

test('groups run longest first; those that are not known before them, by the hint', () => {
  const groups = [['a/1', 'a/2'], ['a/3'], ['b/3', 'b/4'], ['c/5']];
  assert.deepEqual(longestFirst(groups, { 'a/1': 2, 'a/2': 4, 'a/3': 8, 'b/3': 9 }, ['c/', 'b/']), [
    ['c/5'],
    ['b/3', 'b/4'],
    ['a/3'],
    ['a/1', 'a/2'],
  ]);
  assert.deepEqual(longestFirst(groups, {}), groups);
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
