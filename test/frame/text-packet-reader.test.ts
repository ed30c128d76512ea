import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameError, TextPacketReader } from '../../codec/frame/index.ts';
import { fc } from '../property.ts';
import { cut, oneByOne, places, readAll } from './cutting.ts';

const REQUEST = '{"method": "write_p", "params": ["x", "gAVLBS4=", "server"], "jsonrpc": "2.0", "id": 0}';

/** JSON objects whose strings are full of what framing trips over. */
const trickyText = fc
  .array(
    fc.constantFrom('PMEND', 'PM', 'P', 'END', '"', '\\', '{', '}', '[', ']', ',', ' ', 'é', '变', 'a'),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const packetText = fc
  .dictionary(trickyText, fc.oneof(trickyText, fc.integer(), fc.array(trickyText, { maxLength: 4 })), {
    maxKeys: 5,
  })
  .map((object) => JSON.stringify(object));

test('a packet arrives in one piece, without its terminator', () => {
  assert.deepEqual(readAll(new TextPacketReader(), [Buffer.from(`${REQUEST}PMEND`)]), [REQUEST]);
});

test('several packets of one segment arrive in order, white space between them is dropped', () => {
  const sent = Buffer.from(`${REQUEST}PMEND \r\n\t{}PMEND{"a": 1} PMEND`);
  assert.deepEqual(readAll(new TextPacketReader(), [sent]), [REQUEST, '{}', '{"a": 1} ']);
});

test('a terminator inside a name, a key, a provider or base64 ends nothing', () => {
  const text = '{"PMEND": ["PMEND", "aPMENDb", "\\"PMEND", "PMPMENDEND", "\\\\"], "x": "PMEND"}';
  assert.deepEqual(readAll(new TextPacketReader(), oneByOne(Buffer.from(`${text}PMEND{}PMEND`))), [
    text,
    '{}',
  ]);
});

test('cut anywhere, the same packets arrive', () => {
  const streams = fc.array(packetText, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(streams, places, (texts, cuts) => {
      const sent = Buffer.from(texts.map((text) => `${text}PMEND`).join(''));
      assert.deepEqual(readAll(new TextPacketReader(), cut(sent, cuts)), texts);
      assert.deepEqual(readAll(new TextPacketReader(), oneByOne(sent)), texts);
    }),
    { numRuns: 500 },
  );
});

test('long strings of backslashes and quotes are followed exactly, cut anywhere', () => {
  const long = fc
    .array(fc.constantFrom('\\\\', '\\"', 'PMEND', 'a'.repeat(1500), '\\\\'.repeat(700)), { maxLength: 8 })
    .map((parts) => `{"v": "${parts.join('')}"}`);
  fc.assert(
    fc.property(long, places, (text, cuts) => {
      assert.deepEqual(readAll(new TextPacketReader(), cut(Buffer.from(`${text}PMEND{}PMEND`), cuts)), [
        text,
        '{}',
      ]);
    }),
    { numRuns: 300 },
  );
});

test('what is no JSON ends at the first terminator', () => {
  const sent = Buffer.from('hello "PMENDx"PMEND12PMENDPMEND{}PMEND');
  assert.deepEqual(readAll(new TextPacketReader(), oneByOne(sent)), ['hello "', 'x"', '12', '', '{}']);
});

test('a packet with a quote too many takes at most the next one along', () => {
  const sent = Buffer.from(`{"a: 1}PMEND${REQUEST}PMEND{"b": 2}PMEND`);
  const [broken, ...rest] = readAll(new TextPacketReader(), oneByOne(sent));
  assert.ok(broken?.startsWith('{"a: 1}PMEND{"method": "write_p"'));
  assert.deepEqual(rest, ['{"b": 2}']);
});

test('a stutter before the terminator does not hide it', () => {
  assert.deepEqual(readAll(new TextPacketReader(), oneByOne(Buffer.from('{}PMPMENPMEND{}PMEND'))), [
    '{}PMPMEN',
    '{}',
  ]);
});

for (const [excess, expected] of [
  [-1, 'taken'],
  [0, 'taken'],
  [1, 'refused'],
] as const) {
  test(`a packet of the limit ${excess < 0 ? '' : '+'}${excess} bytes is ${expected}, the next one is read`, () => {
    const maxBytes = 3000;
    const frame = '{"v": ""}';
    const text = frame.replace('""', `"${'x'.repeat(maxBytes + excess - frame.length)}"`);
    const sent = Buffer.from(`${text}PMEND {"next": 1}PMEND`);
    const expectedPackets = [expected === 'taken' ? text : '[PACKET_TOO_LARGE]', '{"next": 1}'];
    for (const chunks of [[Buffer.from(sent)], oneByOne(sent), cut(sent, [1000, 2999, 3000, 3001, 3003])]) {
      assert.deepEqual(readAll(new TextPacketReader({ maxBytes }), chunks), expectedPackets);
    }
  });
}

test('a refusal comes as soon as the limit is crossed, and what is skipped is not held', () => {
  const reader = new TextPacketReader({ maxBytes: 10_000 });
  const [error, ...more] = reader.push(Buffer.from(`{"v": "${'PMEND'.repeat(2001)}`));
  assert.ok(error instanceof FrameError);
  assert.equal(error.code, 'PACKET_TOO_LARGE');
  assert.equal(error.message, 'packet exceeds the limit of 10000 bytes');
  assert.deepEqual(more, []);
  for (let count = 0; count < 100; count += 1) {
    assert.deepEqual(reader.push(Buffer.alloc(65_536, 'PMEND')), []);
    assert.equal(reader.pendingBytes, 0);
    assert.equal(reader.isInsidePacket, true);
  }
  assert.deepEqual(readAll(reader, [Buffer.from('"}PMEND{}PMEND')]), ['{}']);
  assert.equal(reader.isInsidePacket, false);
});

test('what had come of a packet is let go when it crosses the limit', () => {
  const reader = new TextPacketReader({ maxBytes: 10_000 });
  const begin = Buffer.from(`{"v": "${'x'.repeat(9000)}`);
  assert.deepEqual(reader.push(begin), []);
  assert.equal(reader.pendingBytes, begin.length);
  const [error] = reader.push(Buffer.alloc(1000, 'x'));
  assert.ok(error instanceof FrameError);
  assert.equal(reader.pendingBytes, 0);
  assert.deepEqual(readAll(reader, [Buffer.from('"}PMEND'), Buffer.from('{"a": '), Buffer.from('1}PMEND')]), [
    '{"a": 1}',
  ]);
});

test('white space without end is not held', () => {
  const reader = new TextPacketReader({ maxBytes: 10 });
  for (let count = 0; count < 100; count += 1) assert.deepEqual(reader.push(Buffer.alloc(1000, ' ')), []);
  assert.equal(reader.pendingBytes, 0);
  assert.deepEqual(readAll(reader, [Buffer.from('{}PMEND')]), ['{}']);
});

test('only a terminator before the first packet is dropped, and only when asked for', () => {
  const sent = 'PMEND{}PMENDPMEND';
  const dropping = new TextPacketReader({ dropLeadingTerminator: true });
  assert.deepEqual(readAll(dropping, oneByOne(Buffer.from(sent))), ['{}', '']);
  assert.deepEqual(readAll(new TextPacketReader(), [Buffer.from(sent)]), ['', '{}', '']);
});
