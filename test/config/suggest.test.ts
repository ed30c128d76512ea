import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closest, editDistance, hintFor } from '../../core/config/suggest.ts';
import { fc } from '../property.ts';

test('insertion, deletion, replacement and a swap of neighbours cost one each', () => {
  for (const [a, b, distance] of [
    ['port', 'port', 0],
    ['port', 'ports', 1],
    ['port', 'prt', 1],
    ['port', 'part', 1],
    ['port', 'prot', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ] as const) {
    assert.equal(editDistance(a, b), distance, `${a} ${b}`);
  }
});

test('the distance is symmetric, and zero for equal words alone', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      assert.equal(editDistance(a, b), editDistance(b, a));
      assert.equal(editDistance(a, b) === 0, a === b);
    }),
  );
});

test('the nearest name is suggested, case and underscores aside; nothing for what is far', () => {
  const names = ['socket-server', 'workspace', 'settings'];
  assert.equal(closest('Socket_Server', names), 'socket-server');
  assert.equal(closest('setings', names), 'settings');
  assert.equal(closest('work', names), 'workspace');
  assert.equal(closest('inspector', names), undefined);
  assert.equal(closest('s'.repeat(100_000), names), undefined);
});

test('without a near name the hint lists what is known, unless that is long', () => {
  assert.equal(hintFor('prot', ['port', 'host']), 'did you mean "port"?');
  assert.equal(hintFor('xxxxx', ['port', 'host']), 'known: port, host');
  assert.equal(
    hintFor(
      'xxxxx',
      Array.from({ length: 13 }, (_, n) => `name${n}`),
    ),
    undefined,
  );
});
