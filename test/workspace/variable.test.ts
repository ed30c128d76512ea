import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Budget } from '../../plugins/workspace/budget.ts';
import { History } from '../../plugins/workspace/history.ts';
import type { Revision } from '../../plugins/workspace/revision.ts';
import { Variable } from '../../plugins/workspace/variable.ts';

const FIRST: Revision = {
  value: { method: 'json', document: Buffer.from('1'), buffers: [] },
  size: 1,
  scan: undefined,
  volatile: false,
  revision: 1,
  provider: 'writer 0',
  time: 0,
  description: undefined,
  kind: undefined,
};

test('a variable knows its last 100 modifications, oldest first', () => {
  for (const count of [1, 99, 100, 101, 199, 200, 250]) {
    const variable = Variable.created('x', new History(FIRST, 1, new Budget(0, () => undefined)));
    for (let number = 1; number < count; number++) variable.modified(number + 1, `writer ${number}`, number);

    const first = Math.max(0, count - 100);
    const times = Array.from({ length: count - first }, (_, index) => first + index);
    assert.deepEqual(variable.modificationTime, times);
    assert.deepEqual(
      variable.modifiedBy,
      times.map((time) => `writer ${time}`),
    );
    assert.equal(variable.provider, `writer ${count - 1}`);
    assert.equal(variable.revision, count);
  }
});
