import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FrameError,
  type FrameErrorCode,
  JsonChecker,
  JsonSlice,
  skim,
  skimArray,
  skimObject,
  sliceOf,
} from '../../codec/frame/index.ts';
import { fc } from '../property.ts';
import { withShortStacks } from '../short-stacks.ts';

function code(run: () => unknown): FrameErrorCode | 'none' {
  try {
    withShortStacks(run);
    return 'none';
  } catch (error) {
    if (error instanceof FrameError) return error.code;
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    withShortStacks(() => JSON.parse(text));
    return true;
  } catch {
    return false;
  }
}

const SURROGATES = 0xe000 - 0xd800;

/** Any code point. fast-check's own, 'binary', lists all of them at its first use. */
const codePoint = fc.nat({ max: 0x10ffff - SURROGATES }).map(
  (index) => String.fromCodePoint(index < 0xd800 ? index : index + SURROGATES),
  (text) => {
    const code = typeof text === 'string' && [...text].length === 1 ? text.codePointAt(0) : undefined;
    if (code === undefined) throw new Error('this is not one code point');
    return code < 0xd800 ? code : code - SURROGATES;
  },
);

/** Checks `bytes` in steps of `stepBytes`. */
function checkInSteps(bytes: Buffer, stepBytes: number): JsonChecker {
  const checker = new JsonChecker(bytes);
  let done = false;
  while (!done) done = checker.step(stepBytes);
  return checker;
}

/** Takes a document apart as far as it goes, with nothing parsed but scalars. */
function rebuild(slice: ReturnType<typeof skim>): unknown {
  if (slice.kind === 'array') return slice.elements().map(rebuild);
  if (slice.kind === 'object') {
    return Object.fromEntries([...slice.members()].map(([key, value]) => [key, rebuild(value)]));
  }
  return slice.parse();
}

test('a request is taken apart without parsing its parameters', () => {
  const request = Buffer.from(
    ' {"method": "write_p", "params": [ "x" , "gAVL\\/S4=", 1.0, {"k": [1]}, null], "id": 0}\n',
  );
  const members = skimObject(request);
  assert.deepEqual([...members.keys()], ['method', 'params', 'id']);
  assert.equal(members.get('method')?.parse(), 'write_p');
  const params = members.get('params');
  assert.ok(params);
  const elements = skimArray(params);
  assert.deepEqual(
    elements.map(({ kind }) => kind),
    ['string', 'string', 'number', 'object', 'null'],
  );
  assert.deepEqual(
    elements.map((slice) => slice.source().toString()),
    ['"x"', '"gAVL\\/S4="', '1.0', '{"k": [1]}', 'null'],
  );
  const raw = elements[1]?.rawText();
  assert.deepEqual([raw?.bytes.toString(), raw?.hasEscapes], ['gAVL\\/S4=', true]);
  assert.equal(elements[0]?.rawText().hasEscapes, false);
  assert.equal(raw?.bytes.buffer, request.buffer);
});

test('numbers keep their text', () => {
  const numbers = ['1.0', '18446744073709551616', '-0', '1e400', '0.10', '1E+2'];
  const slices = skim(Buffer.from(`[${numbers}]`)).elements();
  assert.deepEqual(
    slices.map((slice) => slice.source().toString()),
    numbers,
  );
});

test('of equal keys the last one counts, and __proto__ is a key like others', () => {
  const members = skimObject(
    Buffer.from('{"a": 1, "__proto__": {"x": 1}, "b": 2, "\\u0061": 3, "constructor": 4}'),
  );
  assert.deepEqual([...members.keys()], ['a', '__proto__', 'b', 'constructor']);
  assert.equal(members.get('a')?.parse(), 3);
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
});

test('random documents come out as JSON.parse gives them', () => {
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 6, stringUnit: codePoint }),
      fc.integer({ min: 0, max: 3 }),
      (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), undefined, indent);
        const slice = skim(Buffer.from(spaced));
        assert.deepEqual(slice.parse(), JSON.parse(spaced));
        assert.deepEqual(rebuild(slice), rebuildable(JSON.parse(spaced)));
      },
    ),
    { numRuns: 5000 },
  );
});

/** What {@link rebuild} makes of it: own members, in any prototype's name. */
function rebuildable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rebuildable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rebuildable(member)]));
}

test('exactly what JSON.parse takes is taken, in whole and in steps', () => {
  const tokens = fc.constantFrom(
    ...'{}[],:"\\/ \n\t01-+.eE'.split(''),
    ...[
      '"a"',
      '"a":',
      '{"a":1}',
      '[1]',
      '\\u00e9',
      '\\ud800',
      '\\x',
      'true',
      'false',
      'null',
      'nul',
      'NaN',
      '"\\n"',
    ],
    ...[
      '-0',
      '01',
      '1.5',
      '1.',
      '.5',
      '1e5',
      '1e',
      '1e+',
      '\u0001',
      '\u007f',
      '\u00a0',
      '\ufeff',
      'é',
      '变',
      '😀',
      '\u000b',
    ],
  );
  const documents = fc.array(tokens, { maxLength: 9 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(documents, fc.integer({ min: 1, max: 5 }), (text, stepBytes) => {
      const expected = isJson(text) ? 'none' : 'BAD_JSON';
      assert.equal(
        code(() => skim(Buffer.from(text))),
        expected,
        text,
      );
      assert.equal(
        code(() => checkInSteps(Buffer.from(text), stepBytes)),
        expected,
        text,
      );
    }),
    { numRuns: 20_000 },
  );
});

test('one changed byte is judged as JSON.parse judges it', () => {
  const base = Buffer.from(
    '{"a": [1.5e+3, "x\\u00e9\\n", true, null], "变": {"b": "", "c": [[], {}]}, "d": -0.1}',
  );
  fc.assert(
    fc.property(
      fc.nat({ max: base.length - 1 }),
      fc.nat({ max: 255 }),
      fc.integer({ min: 1, max: 9 }),
      (at, byte, step) => {
        const changed = Buffer.from(base);
        changed[at] = byte;
        const expected = isStrictUtf8(changed) && isJson(changed.toString()) ? 'none' : 'BAD_JSON';
        assert.equal(
          code(() => skim(changed)),
          expected,
        );
        assert.equal(
          code(() => checkInSteps(changed, step)),
          expected,
        );
      },
    ),
    { numRuns: 10_000 },
  );
});

function isStrictUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test('UTF-8 is judged the same wherever a long string is cut into steps', () => {
  const units = fc.constantFrom('a'.repeat(70), 'é', '变', '😀', '\\"', 'xyz');
  const inside = fc.array(units, { maxLength: 12 }).map((parts) => Buffer.from(`["${parts.join('')}"]`));
  fc.assert(
    fc.property(
      inside,
      fc.nat(),
      fc.option(fc.integer({ min: 0x80, max: 0xff })),
      fc.nat({ max: 90 }),
      (bytes, place, byte, step) => {
        if (byte !== null) bytes[2 + (place % Math.max(1, bytes.length - 4))] = byte;
        const expected = isStrictUtf8(bytes) && isJson(bytes.toString()) ? 'none' : 'BAD_JSON';
        assert.equal(
          code(() => skim(bytes)),
          expected,
        );
        assert.equal(
          code(() => checkInSteps(bytes, step)),
          expected,
        );
      },
    ),
    { numRuns: 5000 },
  );
});

test('long plain strings are checked to the last byte, at every alignment', () => {
  const text = `"${'x'.repeat(400)}"`;
  for (let shift = 0; shift < 8; shift += 1) {
    const memory = Buffer.alloc(600);
    const bytes = memory.subarray(shift, shift + text.length);
    bytes.write(text);
    assert.equal(skim(bytes).end, text.length);
    for (const foreign of [0x00, 0x1f, 0x0a, 0xff, 0x80]) {
      for (let at = 1; at < text.length - 1; at += 1) {
        bytes[at] = foreign;
        assert.equal(
          code(() => skim(bytes)),
          'BAD_JSON',
          `${foreign} at ${at}`,
        );
        bytes[at] = 0x78;
      }
    }
  }
});

for (const [depth, expected] of [
  [63, 'none'],
  [64, 'none'],
  [65, 'TOO_DEEP'],
] as const) {
  test(`${depth} levels of nesting: ${expected}`, () => {
    assert.equal(
      code(() => skim(Buffer.from('['.repeat(depth) + ']'.repeat(depth)))),
      expected,
    );
    assert.equal(
      code(() => skim(Buffer.from(`${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`))),
      expected,
    );
  });
}

for (const [count, expected] of [
  [99, 'none'],
  [100, 'none'],
  [101, 'TOO_MANY_KEYS'],
] as const) {
  test(`${count} of 100 keys and elements: ${expected}`, () => {
    const objects = Array.from({ length: count }, (_, index) => `{"k${index % 7}": 1}`);
    assert.equal(
      code(() => skim(Buffer.from(`[${objects}]`), { maxKeys: 100 })),
      expected,
    );
    const numbers = skim(Buffer.from(`[${objects.map(() => 0)}]`), { maxKeys: 100 });
    assert.equal(
      code(() => skimArray(numbers)),
      expected,
    );
  });
}

test('what is asked of the wrong kind is BAD_JSON', () => {
  assert.equal(
    code(() => skimObject(Buffer.from('[]'))),
    'BAD_JSON',
  );
  assert.equal(
    code(() => skim(Buffer.from('{}')).elements()),
    'BAD_JSON',
  );
  assert.equal(
    code(() => skim(Buffer.from('1')).rawText()),
    'BAD_JSON',
  );
  assert.throws(() => skimArray(skim(Buffer.from('"x"'))), {
    message: 'array expected at byte 0, not string',
  });
});

test('values longer than 1 KiB are jumped over, at any depth', () => {
  const long = 'y\\"'.repeat(1000);
  const text = `{"a": {"b": [["${long}"], {"c": {"d": {"e": ["${long}", 2]}}}]}, "z": 1}`;
  const slice = skim(Buffer.from(text));
  assert.deepEqual(rebuild(slice), JSON.parse(text));
  assert.deepEqual([...slice.members().keys()], ['a', 'z']);
});

test('a checker tells its position, and its document gives the value', () => {
  const bytes = Buffer.from('{"a": [1, 2, 3]}');
  const checker = new JsonChecker(bytes);
  assert.equal(checker.step(5), false);
  assert.equal(checker.position, 5);
  assert.equal(checker.step(100), true);
  assert.deepEqual(sliceOf(checker.document).parse(), { a: [1, 2, 3] });
});

test('a value beyond the longest string of the engine is not parsed, but stays a view', () => {
  const bytes = Buffer.alloc(2 ** 29);
  bytes[0] = 0x22;
  const limits = { maxDepth: 64, maxKeys: 100 };
  const spans = new Map([[0, { end: bytes.length, hasEscapes: false }]]);
  const slice = new JsonSlice({ bytes, end: bytes.length, limits, spans }, 0);
  assert.equal(
    code(() => slice.parse()),
    'PACKET_TOO_LARGE',
  );
  assert.equal(slice.rawText().bytes.length, 2 ** 29 - 2);
});
