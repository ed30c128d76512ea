import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Base64Value,
  encodePacket,
  JsonText,
  type JsonValue,
  type PacketValue,
  pythonJson,
} from '../../codec/frame/index.ts';
import { python } from '../codec/python.ts';
import { fc } from '../property.ts';

function packet(entries: Array<readonly [string, PacketValue]>, sliceBytes?: number): string {
  return Buffer.concat([...encodePacket(entries, sliceBytes)]).toString('latin1');
}

/** The object that a packet holds, after checking that its one terminator is at its end. */
function parsePacket(text: string): unknown {
  assert.equal(text.indexOf('PMEND'), text.length - 5, text);
  assert.match(text, /^[ -~]*$/);
  return JSON.parse(text.slice(0, -5));
}

test('answers are written to the byte', () => {
  assert.equal(packet([['message', 'success']]), '{"message": "success"}PMEND');
  assert.equal(packet([]), '{}PMEND');
  assert.equal(
    packet([
      ['变量', new Base64Value([Buffer.from('gAWVBwAAAAAAAACMA+WAvJQu', 'base64')])],
      ['message', 'success'],
    ]),
    '{"\\u53d8\\u91cf": "gAWVBwAAAAAAAACMA+WAvJQu", "message": "success"}PMEND',
  );
  assert.equal(
    packet([
      ['var_names', ['x', 'π']],
      ['n', 1],
      ['ok', true],
    ]),
    '{"var_names": ["x", "\\u03c0"], "n": 1, "ok": true}PMEND',
  );
  assert.equal(
    packet([['message', 'variable q"x not found!']]),
    '{"message": "variable q\\"x not found!"}PMEND',
  );
});

test('a terminator in keys, names and values is escaped', () => {
  const text = packet([
    ['PMEND', 'aPMEND'],
    ['k', ['PMPMEND']],
    ['m', new Map([['PMEND', '\\PMEND']])],
  ]);
  assert.deepEqual(parsePacket(text), { PMEND: 'aPMEND', k: ['PMPMEND'], m: { PMEND: '\\PMEND' } });
  assert.equal(text.split('\\u0050MEND').length - 1, 5);
});

test('strings are written as json.dumps writes them', () => {
  const units = fc.constantFrom(
    ...'PMEND"\\/\b\f\n\r\t\u0000\u001f\u007f\u0080é变\ud800\udc00 ab'.split(''),
    '😀',
  );
  const strings = fc.sample(
    fc.array(units, { maxLength: 12 }).map((parts) => parts.join('')),
    1000,
  );
  const values: JsonValue = [...strings, { a: [1, -2, true, null, {}], b: [[]] }, 0.5, 18446744073709551616n];
  const program = 'import json,sys; sys.stdout.write(json.dumps(json.load(sys.stdin)))';
  const written = python(['-c', program], pythonJson(values));
  assert.equal(pythonJson(values), written.replaceAll('PMEND', '\\u0050MEND'));
});

test('any values come back from their packet', () => {
  const text = fc.array(fc.constantFrom('P', 'M', 'E', 'N', 'D', 'PMEND', '"', '变', '\ud83d', '\n', '\\'), {
    maxLength: 9,
  });
  const entries = fc.array(
    fc.tuple(
      text.map((parts) => parts.join('')),
      text.map((parts) => parts.join('')),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(entries, (pairs) => {
      assert.deepEqual(parsePacket(packet(pairs)), Object.fromEntries(pairs));
    }),
    { numRuns: 2000 },
  );
});

test('base64 and JSON text are carried over all borders of chunks and slices', () => {
  const source = '{"PMEND": "变PMENDé", "n": 1.0, "big": 18446744073709551616, "s": "\\\\PMEND😀PM"}';
  const json = Buffer.from(source);
  const bytes = Buffer.from('xPMENDPMENDyyPME', 'base64');
  for (let sliceBytes = 1; sliceBytes <= 16; sliceBytes += 1) {
    for (let border = 0; border <= json.length; border += 1) {
      const chunks = [json.subarray(0, border), json.subarray(border)];
      const text = packet(
        [
          ['v', new JsonText(chunks)],
          ['b', new Base64Value([bytes])],
        ],
        sliceBytes,
      );
      assert.deepEqual(parsePacket(text), { v: JSON.parse(source), b: 'xPMENDPMENDyyPME' });
      assert.ok(text.includes('"n": 1.0, "big": 18446744073709551616'));
    }
  }
});

test('an answer below 64 KiB is one Buffer, a larger one comes in bounded pieces, made on demand', () => {
  const small = [...encodePacket([['v', new Base64Value([Buffer.alloc(45_000)])]])];
  assert.equal(small.length, 1);
  let asked = 0;
  function* chunks(): Generator<Buffer> {
    for (; asked < 100; asked += 1) yield Buffer.alloc(1024 * 1024, asked);
  }
  const pieces = encodePacket([['v', new Base64Value(chunks())]]);
  pieces.next();
  assert.ok(asked <= 1);
  let length = 0;
  for (const { length: pieceLength } of pieces) {
    assert.ok(pieceLength <= 1.2 * 1024 * 1024);
    length += pieceLength;
  }
  assert.ok(length > 138_000_000);
});

test('what is no JSON is refused', () => {
  let deep: JsonValue = [];
  for (let level = 1; level < 64; level += 1) deep = [deep];
  assert.equal(pythonJson(deep), '['.repeat(64) + ']'.repeat(64));
  assert.throws(() => pythonJson([deep]), { code: 'TOO_DEEP' });
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => pythonJson({ number }), { code: 'BAD_JSON' });
});
