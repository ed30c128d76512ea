import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkJson, JsonChecker } from '../../codec/frame/index.ts';

const DOCUMENTS = [
  '"text"',
  '""',
  '"',
  '"a',
  '"a"b"',
  '"a\\"',
  '"a\\\\"',
  '"tab\t"',
  '"\u007f"',
  '"é"',
  `"${'x'.repeat(2000)}"`,
  '0',
  '00',
  '01',
  '7',
  '123456789012345',
  '1234567890123456789',
  '-1',
  '1.',
  '1.0',
  ' 1 ',
  '',
  'null',
  '[1, 2]',
  '[1, 2',
  '{"a": {}}',
];

test('a document is taken, or refused with the same words, as by the checker', () => {
  for (const text of DOCUMENTS) {
    const bytes = Buffer.from(text);
    const says = (check: () => void): string => {
      try {
        check();
        return 'good';
      } catch (error) {
        return String(error);
      }
    };
    const whole = says(() => checkJson(bytes));
    assert.equal(
      whole,
      says(() => void new JsonChecker(bytes).step(Number.POSITIVE_INFINITY)),
      text,
    );
  }
  assert.throws(() => checkJson(Buffer.from([0x22, 0xff, 0x22])), { code: 'BAD_JSON' });
});

test('a document that was whole before is taken again, and none that only looks like it', () => {
  const document = Buffer.from('{"$type":"bytes","buffer":[0]}');
  const other = Buffer.from('{"$type":"bytes","buffer":[0}]');
  const limits = { maxDepth: 2 };

  checkJson(document, limits);
  checkJson(document, limits);
  assert.throws(() => checkJson(other, limits), { code: 'BAD_JSON' });
  assert.throws(() => checkJson(document, { maxDepth: 1 }), { code: 'TOO_DEEP' });
  document.fill('[', 0, 1);
  assert.throws(() => checkJson(document, limits), { code: 'BAD_JSON' });
});
