import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimalToDouble } from '../../codec/json/decimal.ts';
import { NumberToken } from '../../codec/json/number-token.ts';
import { testSeed } from '../seed.ts';
import { Random } from './random.ts';

const token = new NumberToken();

/** The number that a text begins with, read without a native call; `undefined` when that is left to others. */
function quick(text: string): number | undefined {
  const value = token.quick(Buffer.from(`${text},`), 0);
  if (value !== undefined) assert.equal(token.end, text.length, text);
  return value;
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.below(10)).join('');
}

test('decimal text of up to 19 digits becomes the double that Number() gives', () => {
  const random = new Random(testSeed());
  let decided = 0;
  for (let round = 0; round < 100_000; round++) {
    const whole = String(Number(digits(random, 1 + random.below(9))));
    const text = `${random.below(2) === 0 ? '-' : ''}${whole}.${digits(random, 1 + random.below(21))}`;
    const value = quick(text);
    if (value === undefined) continue;
    decided++;
    assert.ok(Object.is(value, Number(text)), `${text} became ${value}`);
  }
  assert.ok(decided > 50_000, `only ${decided} were decided`);
});

test('what String() writes of a double comes back as that double', () => {
  const random = new Random(testSeed());
  const view = new DataView(new ArrayBuffer(8));
  let decided = 0;
  for (let round = 0; round < 100_000; round++) {
    view.setUint32(4, random.below(2 ** 32));
    // From 2^-13 to 2^33: numbers that are written without an exponent, most of them with a fraction.
    view.setUint32(0, ((1010 + random.below(46)) << 20) | random.below(2 ** 20));
    const value = view.getFloat64(0);
    const read = quick(String(value));
    if (read === undefined) continue;
    decided++;
    assert.equal(read, value);
  }
  assert.ok(decided > 90_000, `only ${decided} were decided`);
});

test('a number half-way between two doubles is left to others', () => {
  const random = new Random(testSeed());
  for (let round = 0; round < 1000; round++) {
    const odd = 2n ** 53n + 2n * BigInt(random.below(2 ** 31)) + 1n;
    assert.equal(quick(`${odd}.0`), undefined);
    const halves = String(odd * 5n);
    assert.equal(quick(`${halves.slice(0, -1)}.${halves.slice(-1)}`), undefined);
  }
  assert.equal(decimalToDouble(900719925474099, 30, 2, 1), undefined);
  assert.equal(decimalToDouble(1, 0, 0, 23), undefined);
});

test('signs, zeros and whole numbers keep their kind', () => {
  const numbers: readonly (readonly [text: string, value: number | undefined, isFloat?: boolean])[] = [
    ['0', 0, false],
    ['-0', 0, false],
    ['-0.0', -0, true],
    ['0.000000000000000000', 0, true],
    ['123456789012345', 123456789012345, false],
    ['1234567890123456', undefined],
    ['1.0', 1, true],
    ['1e5', undefined],
    ['1.5E5', undefined],
    ['0.1234567890123456789', 0.12345678901234568, true],
    ['0.12345678901234567890', undefined],
    ['01', undefined],
    ['01.5', undefined],
    ['1.', undefined],
    ['.5', undefined],
    ['-', undefined],
    ['', undefined],
  ];
  for (const [text, value, isFloat] of numbers) {
    assert.ok(Object.is(quick(text), value), text);
    if (isFloat !== undefined) assert.equal(token.isFloat, isFloat, text);
  }
});
