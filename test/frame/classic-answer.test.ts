import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnswerPart, classicAnswer, encodePacket } from '../../codec/frame/index.ts';
import { fc } from '../property.ts';
import { SimulatedClient } from './simulated-client.ts';

const READ_BYTES = 65_536;
/** What one segment carries on the loopback device (MTU 65536). */
const LOOPBACK_SEGMENT_BYTES = 65_483;

/** Values of letters that the client strips, around the lengths at which something changes. */
const patterns = fc.constantFrom('P', 'ND', 'MEN', 'DNEMP', 'PMENPME', 'END-');
const sizes = fc.oneof(
  fc.integer({ min: 55_000, max: 65_000 }),
  fc.integer({ min: 65_400, max: 65_600 }),
  fc.integer({ min: 130_900, max: 131_200 }),
  fc.integer({ min: 60_000, max: 250_000 }),
);

function lettersOf(pattern: string, size: number): string {
  return pattern.repeat(Math.ceil(size / pattern.length)).slice(0, size);
}

/** Compared like this, a failure does not print a quarter of a megabyte. */
function isReceived(received: readonly string[], value: string): boolean {
  return received.length === 1 && received[0] === `{"v": "${value}"}`;
}

function segments(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

/** Lets the parts arrive in segments, `reads` telling how often the client reads after each of them. */
function receiveDrained(parts: readonly AnswerPart[], segmentBytes: number, reads: () => number): string[] {
  const client = new SimulatedClient(READ_BYTES);
  for (const part of parts) {
    if (part.delayBeforeMs > 0) client.read(Number.POSITIVE_INFINITY);
    for (const segment of segments(part.bytes, segmentBytes)) {
      client.arrive(segment);
      client.read(reads());
    }
  }
  client.read(Number.POSITIVE_INFINITY);
  return client.received.map((text) => text.trimEnd());
}

/** Everything has arrived before the first read. */
function receiveLate(parts: readonly AnswerPart[], readBytes: number): string[] {
  const client = new SimulatedClient(readBytes);
  for (const part of parts) client.arrive(part.bytes);
  client.read(Number.POSITIVE_INFINITY);
  return client.received.map((text) => text.trimEnd());
}

test('up to 60 KB the answer is one part, above it the tail is a part of its own', () => {
  const overhead = '{"v": ""}PMEND'.length;
  const [whole, ...none] = [...classicAnswer([['v', 'x'.repeat(60_000 - overhead)]])];
  assert.deepEqual([whole?.bytes.length, whole?.delayBeforeMs, none], [60_000, 0, []]);
  const parts = [...classicAnswer([['v', 'x'.repeat(60_001 - overhead)]])];
  assert.deepEqual(
    parts.map(({ bytes, delayBeforeMs }) => [bytes.length, delayBeforeMs]),
    [
      [65_536, 0],
      [65_536, 5],
    ],
  );
  assert.equal(parts[1]?.bytes.toString(), `${' '.repeat(65_531)}PMEND`);
});

test('a client that reads as it arrives, and everything before the tail, gets every value', () => {
  const segmentBytes = fc.constantFrom(LOOPBACK_SEGMENT_BYTES, 1448, 1460, 8948);
  fc.assert(
    fc.property(
      patterns,
      sizes,
      segmentBytes,
      fc.infiniteStream(fc.nat({ max: 2 })),
      (pattern, size, segment, reads) => {
        const value = lettersOf(pattern, size);
        const parts = [...classicAnswer([['v', value]])];
        const arriving = parts.length === 1 ? LOOPBACK_SEGMENT_BYTES : segment;
        assert.ok(
          isReceived(
            receiveDrained(parts, arriving, () => reads.next().value),
            value,
          ),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('a client that lags behind the whole answer gets every value, whatever it reads at once', () => {
  fc.assert(
    fc.property(patterns, sizes, (pattern, size) => {
      const value = lettersOf(pattern, size);
      const parts = [...classicAnswer([['v', value]])];
      assert.ok(isReceived(receiveLate(parts, READ_BYTES), value));
      if (parts.length > 1) assert.ok(isReceived(receiveLate(parts, 1024), value));
    }),
    { numRuns: 300 },
  );
});

test('wherever its last read begins, no letter of a long value is stripped', () => {
  const longSizes = fc.integer({ min: 60_000, max: 250_000 });
  fc.assert(
    fc.property(patterns, longSizes, fc.integer({ min: 5, max: READ_BYTES }), (pattern, size, lastBytes) => {
      const value = lettersOf(pattern, size);
      const bytes = Buffer.concat([...classicAnswer([['v', value]])].map((part) => part.bytes));
      const client = new SimulatedClient(READ_BYTES);
      for (const chunk of [bytes.subarray(0, -lastBytes), bytes.subarray(-lastBytes)]) {
        client.arrive(chunk);
        client.read(Number.POSITIVE_INFINITY);
      }
      assert.ok(
        isReceived(
          client.received.map((text) => text.trimEnd()),
          value,
        ),
      );
    }),
    { numRuns: 300 },
  );
});

test('without the shield the same client loses letters and misses terminators', () => {
  const plain = (value: string): AnswerPart[] =>
    [...encodePacket([['v', value]])].map((bytes) => ({ bytes, delayBeforeMs: 0 }));
  const stripped = 'MEN'.repeat(30_000);
  assert.equal(isReceived(receiveLate(plain(stripped), READ_BYTES), stripped), false);
  const overTheBorder = 'x'.repeat(65_536 + 2 - '{"v": ""}PMEND'.length);
  assert.deepEqual(receiveLate(plain(overTheBorder), READ_BYTES), []);
});
