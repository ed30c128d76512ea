import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { guaranteeOf, occurrences } from './breaks/break.ts';
import { BREAKS } from './breaks/index.ts';
import { GUARANTEES } from './index.ts';
import { titlesOf } from './titles.ts';

test('every guarantee is broken in some way, every way once', () => {
  const ids = BREAKS.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  assert.deepEqual(
    [...new Set(BREAKS.map(guaranteeOf))],
    GUARANTEES.map(({ id }) => id),
  );
});

test('what a break replaces stands in its file once, and its test is there', () => {
  for (const { id, file, find, replace, test } of BREAKS) {
    assert.equal(
      existsSync(file) && occurrences(readFileSync(file, 'utf8'), find),
      1,
      `${id}: ${file}: ${find}`,
    );
    assert.notEqual(find, replace, id);
    assert.ok(
      existsSync(test.file) && titlesOf(test.file).has(test.title),
      `${id}: ${test.file}: ${test.title}`,
    );
  }
});
