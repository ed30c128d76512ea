import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonChecker, JsonSourceChecker } from '../../codec/frame/index.ts';
import { Random } from '../codec/random.ts';
import { sourceOf } from '../codec/source.ts';
import { testSeed } from '../seed.ts';
import { withShortStacks } from '../short-stacks.ts';

const LIMITS = { maxDepth: 4, maxKeys: 6 };

/** Tokens of each kind, good and bad. */
const TOKENS: readonly string[] = [
  ...['"text"', '"a long text, longer than the window that goes over it, so that it is in several"', '""'],
  ...[
    '"\\n\\"\\\\\\u00e9"',
    '"\\ud83d\\ude00"',
    '"\\x"',
    '"\\u12g4"',
    '"é€😀 \u{10ffff}"',
    '"tab\t"',
    '"open',
  ],
  ...['0', '-0.5e+10', '12345678901234567890123456789012345678901234567890', '1.', '01', '-', '1e', '+1'],
  ...['true', 'false', 'null', 'tru', 'nulL', 'NaN', '[1,2]', '{"a":1}', '[]', '{}', '[[[[[1]]]]]', '[1,]'],
  ...[
    '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7}',
    '{1:2}',
    '{"a"}',
    ']',
    '}',
    ',',
    ':',
    '  \n\r\t1',
    '\u00a01',
  ],
];

/** Text in which the place of the byte that is wrong in a text's UTF-8 does not count: it is that of what was looked at. */
function outcome(check: () => void): string {
  try {
    withShortStacks(check);
    return 'good';
  } catch (error) {
    return String(error).replace(/(invalid UTF-8).*/, '$1');
  }
}

function checkThroughWindow(bytes: Buffer, windowBytes: number): string {
  return outcome(() => {
    const checker = new JsonSourceChecker(sourceOf(bytes), LIMITS, windowBytes);
    let steps = 0;
    while (!checker.step()) assert.ok(++steps <= bytes.length, 'each step goes on');
  });
}

function checkWhole(bytes: Buffer): string {
  return outcome(() => void new JsonChecker(bytes, LIMITS).step(Number.POSITIVE_INFINITY));
}

test('a window may end anywhere in a token: the same is taken, and refused with the same words', () => {
  for (const token of TOKENS) {
    for (const [head, tail] of [
      ['', ''],
      ['[', ']'],
      ['{"k":', '}'],
      ['[', ' ,1]'],
      ['["é",', ''],
    ] as const) {
      for (let space = 0; space < 24; space++) {
        const bytes = Buffer.from(`${head}${' '.repeat(space)}${token}${tail}`);
        const expected = checkWhole(bytes);
        for (const windowBytes of [16, 17, 20, 24]) {
          assert.equal(checkThroughWindow(bytes, windowBytes), expected, `${bytes} in ${windowBytes}`);
        }
      }
    }
  }
});

test('damaged documents are refused the same, wherever the damage is', () => {
  const random = new Random(testSeed());
  const document = Buffer.from(
    '{"a": ["text \\u00e9 é€😀", -1.5e3, true, null, {"b": "\\\\\\"x"}], "c": "another text"}',
  );
  let good = 0;
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(document);
    for (let times = random.below(3); times > 0; times--)
      bytes[random.below(bytes.length)] = random.below(256);
    const cut = random.oneIn(4) ? bytes.subarray(0, random.below(bytes.length)) : bytes;
    const expected = checkWhole(cut);
    if (expected === 'good') good++;
    // Where two things are wrong, the first one found depends on the window.
    const found = checkThroughWindow(cut, 16 + random.below(30));
    assert.equal(found === 'good', expected === 'good', `seed ${random.seed}: ${cut}: ${found}, ${expected}`);
  }
  assert.ok(good > 1000 && good < 19_000, `${good} were good`);
});

test('a document of several windows is taken, and what its source throws is thrown', () => {
  const bytes = Buffer.from(
    JSON.stringify(Array.from({ length: 400_000 }, (_, index) => `number ${index} ☃`)),
  );
  const checker = new JsonSourceChecker(sourceOf(bytes));
  let steps = 1;
  while (!checker.step()) steps++;
  assert.ok(steps > 5);
  const gone = new JsonSourceChecker({
    length: bytes.length,
    read: (into, position) => {
      if (position > 0) throw new Error('the disk is gone');
      into.set(bytes.subarray(0, into.length));
    },
  });
  assert.throws(
    () => {
      while (!gone.step());
    },
    { message: 'the disk is gone' },
  );
});
