import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addLines,
  type LogLines,
  type LogRecord,
  MAX_LINES,
  NOTHING,
} from '../../plugins/web-inspector/page/plugins/log-lines.ts';
import { countEffects } from '../../plugins/web-inspector/page/plugins/plugin.ts';

function answer(first: number, last: number): LogLines {
  const records = Array.from(
    { length: last - first + 1 },
    (_, index): LogRecord => ({
      number: first + index,
      time: 0,
      level: 'info',
      plugin: null,
      text: `line ${first + index}`,
    }),
  );
  return { records, last };
}

function numbers({ records }: LogLines): number[] {
  return records.map(({ number }) => number);
}

test('lines are added once, in order, and the oldest go', () => {
  const first = addLines(NOTHING, answer(1, 3));
  assert.deepEqual(numbers(first), [1, 2, 3]);
  assert.deepEqual(numbers(addLines(first, answer(2, 5))), [1, 2, 3, 4, 5]);
  const many = addLines(first, answer(4, MAX_LINES + 10));
  assert.equal(many.records.length, MAX_LINES);
  assert.equal(many.records[0]?.number, 11);
  assert.equal(addLines(first, { records: [], last: 9 }).last, 9);
});

test('a host that counts from the beginning again is read from the beginning', () => {
  const before = addLines(NOTHING, answer(1, 30));
  const restarted = addLines(before, { records: [], last: 4 });
  assert.deepEqual(restarted, NOTHING);
  assert.deepEqual(numbers(addLines(restarted, answer(1, 4))), [1, 2, 3, 4]);
});

test('effects are counted by their kind', () => {
  assert.deepEqual(countEffects(['command a', 'tap b', 'command c', 'ticket']), [
    ['command', 2],
    ['tap', 1],
    ['ticket', 1],
  ]);
});
