import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesHead } from '../../codec/pickle/bytes-head.ts';

test('the length of bytes takes one, four or eight bytes, the fewest that hold it', () => {
  const heads: readonly (readonly [number, string])[] = [
    [0, '4300'],
    [255, '43ff'],
    [256, '4200010000'],
    [2 ** 32 - 1, '42ffffffff'],
    [2 ** 32, '8e0000000001000000'],
    [2 ** 33 + 5, '8e0500000002000000'],
  ];
  for (const [length, head] of heads) assert.equal(Buffer.from(bytesHead(length)).toString('hex'), head);
});
