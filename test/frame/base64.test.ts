import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Base64Decoder, base64Chunks, decodeBase64, FrameError } from '../../codec/frame/index.ts';
import { fc } from '../property.ts';

function isRefused(text: string, hasEscapes = false): boolean {
  try {
    decodeBase64(Buffer.from(text, 'latin1'), { hasEscapes });
    return false;
  } catch (error) {
    if (error instanceof FrameError && error.code === 'BAD_BASE64') return true;
    throw error;
  }
}

function decodeInSteps(text: Buffer, hasEscapes: boolean, stepBytes: number): Buffer {
  const decoder = new Base64Decoder(text, { hasEscapes });
  let done = false;
  while (!done) done = decoder.step(stepBytes);
  assert.equal(decoder.step(stepBytes), true);
  return decoder.result;
}

const bytesOf = fc.uint8Array({ maxLength: 300 });

test('any bytes come back, in whole and in slices of any size', () => {
  fc.assert(
    fc.property(bytesOf, fc.nat({ max: 40 }), (bytes, stepBytes) => {
      const text = Buffer.from(Buffer.from(bytes).toString('base64'));
      assert.deepEqual(decodeBase64(text), Buffer.from(bytes));
      assert.deepEqual(decodeInSteps(text, false, stepBytes), Buffer.from(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('escapes in the text are resolved, wherever slices cut them', () => {
  fc.assert(
    fc.property(
      bytesOf,
      fc.infiniteStream(fc.nat({ max: 5 })),
      fc.nat({ max: 40 }),
      (bytes, kinds, stepBytes) => {
        const plain = Buffer.from(bytes).toString('base64');
        const escaped = Array.from(plain, (character) => {
          const kind = kinds.next().value;
          if (kind === 0) return `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
          return character === '/' && kind < 4 ? '\\/' : character;
        }).join('');
        assert.deepEqual(decodeInSteps(Buffer.from(escaped), true, stepBytes), Buffer.from(bytes));
      },
    ),
    { numRuns: 1000 },
  );
});

const REFUSED = [
  'A',
  'AA',
  'AAA',
  'AA=',
  'A===',
  '====',
  '=AAA',
  'A=AA',
  'AA=A',
  'AAAA=',
  'AA==AAAA',
  'AAA=AAAA',
  'AAAA====',
  'AA A',
  'AAA\n',
  'AAA-',
  'AAA_',
  'AA-=',
  'AAA\u0000',
  'AAA\u00e9',
  'AAA"',
  'AAA\\',
  'AAAA\r\n\r\n',
  'A,AA',
  'AAA.',
];
for (const text of REFUSED) {
  test(`refused: ${JSON.stringify(text)}`, () => {
    assert.equal(isRefused(text), true);
    assert.equal(isRefused(`AAAA${text}`), true);
    assert.equal(isRefused(text, true), true);
  });
}

for (const text of ['\\n', 'AAA\\n', '\\u0100AAA', '\\u00e9AAA', '\\u004', '\\', '\\u00zzAAA', '\\"AAA']) {
  test(`refused among escapes: ${JSON.stringify(text)}`, () => assert.equal(isRefused(text, true), true));
}

test('exactly the texts of the standard grammar are taken', () => {
  const characters = fc.constantFrom(...'ABab01+/=-_ '.split(''), '\n', '\u00ff', '\\');
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const isBase64 =
        /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) && !text.endsWith('\n');
      assert.equal(isRefused(text), !isBase64, JSON.stringify(text));
    }),
    { numRuns: 20_000 },
  );
});

test('a padding at the end of a slice that is not the last is refused', () => {
  const text = Buffer.from(`${'A'.repeat(30)}==${'A'.repeat(32)}`);
  assert.throws(() => decodeInSteps(text, false, 32), { name: 'FrameError', code: 'BAD_BASE64' });
});

test('chunks are encoded as if joined, whatever their lengths and the slices', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 12 });
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 25 }), (parts, sliceBytes) => {
      const text = Buffer.concat([...base64Chunks(parts, sliceBytes)]).toString();
      assert.equal(JSON.parse(`"${text}"`), Buffer.concat(parts).toString('base64'));
    }),
    { numRuns: 2000 },
  );
});

test('a terminator in the text is escaped, over the borders of chunks and slices too', () => {
  const plain = 'xPMENDPMPMENDyyPMENDPMENPMENDPME';
  const bytes = Buffer.from(plain, 'base64');
  for (let sliceBytes = 3; sliceBytes <= 30; sliceBytes += 3) {
    for (let border = 0; border <= bytes.length; border += 1) {
      const chunks = [bytes.subarray(0, border), bytes.subarray(border)];
      const text = Buffer.concat([...base64Chunks(chunks, sliceBytes)]).toString();
      assert.equal(text.includes('PMEND'), false, text);
      assert.equal(JSON.parse(`"${text}"`), plain);
      assert.deepEqual(decodeBase64(Buffer.from(text), { hasEscapes: true }), bytes);
    }
  }
});
