import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectPickle } from 'headframe/codec';

const STACK_GLOBAL = '\x93';

function verdict(pickle: string): { verdict: string; reason: string | undefined } {
  const report = inspectPickle(Buffer.from(`\x80\x04${pickle}.`, 'latin1'));
  return { verdict: report.verdict, reason: report.reasons[0] };
}

test('what may be made may not be given a state, or items, unless that is permitted too', () => {
  const cases = [
    ['ccollections\nOrderedDict\n)R', 'data-only', undefined],
    ['ccollections\nOrderedDict\n)RK\x01K\x02s', 'data-only', undefined],
    [
      'ccollections\nOrderedDict\n)R}b',
      'foreign-imports',
      /BUILD changes the result of collections.OrderedDict/,
    ],
    ['cdecimal\nDecimal\n(V1\ntRK\x01a', 'foreign-imports', /APPEND changes the result of decimal.Decimal/],
    ['cuuid\nUUID\n)R}b', 'data-only', undefined],
  ] as const;
  for (const [pickle, expected, because] of cases) {
    const found = verdict(pickle);
    assert.equal(found.verdict, expected, pickle);
    if (because) assert.match(found.reason ?? '', because);
    else assert.equal(found.reason, undefined);
  }
});

test('an import by a name that was computed is never data, though nothing is called', () => {
  const computed = (text: string) => `cbuiltins\nstr\n(V${text}\ntR`;
  assert.equal(verdict(computed('os')).verdict, 'data-only');
  const names = [
    [computed('os'), 'Vsystem\n'],
    ['Vos\n', computed('system')],
    [computed('datetime'), 'Vdate\n'],
  ];
  for (const parts of names) {
    const found = verdict(`${parts.join('')}${STACK_GLOBAL}`);
    assert.equal(found.verdict, 'unknown', parts.join(' '));
    assert.match(found.reason ?? '', /STACK_GLOBAL imports by a name that is not a literal/);
  }
});
