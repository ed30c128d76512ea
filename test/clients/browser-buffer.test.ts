import assert from 'node:assert/strict';
import { Buffer as NodeBuffer, isUtf8 as nodeIsUtf8 } from 'node:buffer';
import { test } from 'node:test';
import { Buffer, isUtf8 } from '../../clients/browser/buffer.ts';
import type { Encoding } from '../../clients/browser/text.ts';
import { fc } from '../property.ts';
import { testSeed } from '../seed.ts';

const ENCODINGS: readonly Encoding[] = ['utf8', 'latin1', 'base64', 'hex'];
const encoding = fc.constantFrom(...ENCODINGS);
const bytes = fc.uint8Array({ maxLength: 60 });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom('\ud800', 'a\udc00b', '\ud83d\ude00', '\ufeffx', '\u0000'),
);
/** Latin-1 text: of others Node keeps the low byte, which nobody asks for. */
const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
const place = fc.nat({ max: 30 });

/** Checks that for all inputs both give the same. */
function same<T extends unknown[]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  mine: (...input: T) => unknown,
  nodes: (...input: T) => unknown,
): void {
  const property = fc.property(fc.tuple<T>(...arbitraries), (input) => {
    assert.deepEqual(plain(mine(...input)), plain(nodes(...input)));
  });
  fc.assert(property, { seed: testSeed(), numRuns: 300 });
}

/** Bytes of either kind as an array. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}

test('bytes become the text that they do in Node', () => {
  same(
    [bytes, encoding],
    (data, how) => Buffer.from(data).toString(how),
    (data, how) => NodeBuffer.from(data).toString(how),
  );
  same(
    [bytes, encoding, place, place],
    (data, how, from, to) => Buffer.from(data).toString(how, from, Math.max(from, to)),
    (data, how, from, to) => NodeBuffer.from(data).toString(how, from, Math.max(from, to)),
  );
});

test('text becomes the bytes that it does in Node', () => {
  same(
    [text],
    (source) => Buffer.from(source),
    (source) => NodeBuffer.from(source),
  );
  same(
    [latin1],
    (source) => Buffer.from(source, 'latin1'),
    (source) => NodeBuffer.from(source, 'latin1'),
  );
  const encoded = fc.tuple(bytes, fc.constantFrom<Encoding>('base64', 'hex'));
  same(
    [encoded],
    ([data, how]) => Buffer.from(NodeBuffer.from(data).toString(how), how),
    ([data, how]) => NodeBuffer.from(NodeBuffer.from(data).toString(how), how),
  );
  const base64ish = fc.string({ unit: fc.constantFrom(...'Az09+/-_= \n*') });
  same(
    [base64ish],
    (source) => Buffer.from(source, 'base64'),
    (source) => NodeBuffer.from(source, 'base64'),
  );
});

test('the length of a text is told as in Node', () => {
  same(
    [text],
    (source) => Buffer.byteLength(source),
    (source) => NodeBuffer.byteLength(source),
  );
  const digits = fc.base64String();
  same(
    [digits],
    (source) => Buffer.byteLength(source, 'base64'),
    (source) => NodeBuffer.byteLength(source, 'base64'),
  );
});

test('a long text and long bytes are put together from pieces without a seam', () => {
  const long = NodeBuffer.from(Uint8Array.from({ length: 100_003 }, (_, index) => (index * 7) % 251));
  for (const how of ENCODINGS) {
    const expected = long.toString(how);
    assert.equal(Buffer.from(long).toString(how), expected, how);
    if (how !== 'utf8') assert.deepEqual([...Buffer.from(expected, how)], [...long], how);
  }
});

test('numbers are written and read as in Node, and out of range as there', () => {
  const u16 = fc.integer({ min: 0, max: 0xffff });
  const u32 = fc.integer({ min: 0, max: 0xffffffff });
  const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  same(
    [u16, u32, u64, fc.double()],
    (...numbers) => written(Buffer.alloc(30), ...numbers),
    (...numbers) => written(NodeBuffer.alloc(30), ...numbers),
  );
  assert.throws(() => Buffer.alloc(3).readUInt32LE(0), RangeError);
  assert.throws(() => Buffer.alloc(3).writeUInt16LE(1, 2), RangeError);
  assert.throws(() => Buffer.alloc(8).readUInt32LE(-1), RangeError);
});

function written(
  buffer: Buffer | NodeBuffer,
  u16: number,
  u32: number,
  u64: bigint,
  double: number,
): unknown[] {
  let at = buffer.writeUInt16LE(u16, 1);
  at = buffer.writeUInt32LE(u32, at);
  at = buffer.writeBigUInt64LE(u64, at);
  at = buffer.writeDoubleLE(double, at);
  return [at, [...buffer], buffer.readUInt16LE(1), buffer.readUInt32LE(3)];
}

test('a text is written as far as there is room for whole characters', () => {
  same(
    [text, place],
    (source, at) => {
      const buffer = Buffer.alloc(40);
      return [buffer.write(source, at), [...buffer]];
    },
    (source, at) => {
      const buffer = NodeBuffer.alloc(40);
      return [buffer.write(source, at), [...buffer]];
    },
  );
  same(
    [latin1, place, fc.nat({ max: 10 })],
    (source, at, length) => {
      const buffer = Buffer.alloc(40);
      return [buffer.write(source, at, length, 'latin1'), [...buffer]];
    },
    (source, at, length) => {
      const buffer = NodeBuffer.alloc(40);
      return [buffer.write(source, at, length, 'latin1'), [...buffer]];
    },
  );
});

test('parts are views, copies are copies', () => {
  const memory = new ArrayBuffer(8);
  const whole = Buffer.from(memory);
  const part = whole.subarray(2, 4);
  part[0] = 7;
  assert.ok(Buffer.isBuffer(part));
  assert.equal(new Uint8Array(memory)[2], 7);
  const copy = Buffer.from(whole);
  copy[2] = 8;
  assert.equal(whole[2], 7);
  assert.equal(Buffer.from(memory, 2, 3).length, 3);
  same(
    [bytes, place, place, place],
    (data, at, from, to) => {
      const target = Buffer.alloc(20);
      return [Buffer.from(data).copy(target, Math.min(at, 20), Math.min(from, data.length), to), [...target]];
    },
    (data, at, from, to) => {
      const target = NodeBuffer.alloc(20);
      const count = NodeBuffer.from(data).copy(target, Math.min(at, 20), Math.min(from, data.length), to);
      return [count, [...target]];
    },
  );
  same(
    [fc.array(bytes)],
    (pieces) => Buffer.concat(pieces),
    (pieces) => NodeBuffer.concat(pieces),
  );
  assert.deepEqual([...Buffer.of(1, 2, 3).reverse()], [3, 2, 1]);
});

test('what is UTF-8 is told as in Node', () => {
  same([bytes], isUtf8, nodeIsUtf8);
  const isTold = fc.property(text, (source) => assert.ok(isUtf8(Buffer.from(source))));
  fc.assert(isTold, { seed: testSeed() });
});
