import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeFrame,
  FRAME_KIND,
  Frame,
  FrameReader,
  HEAD_BYTES,
  isNetworkFileSystem,
  MAX_META_BYTES,
  RefusedFrame,
  writeHead,
} from '../../codec/frame/framed/index.ts';
import { fc } from '../property.ts';
import { cut, oneByOne, places } from './cutting.ts';

const LIMITS = { meta: 200, payload: 3000 };

/**
 * What a reader gives for chunks that follow each other, in short. Each chunk is overwritten when its frames
 * have been asked for, as a shared receive buffer would be.
 */
function readAll(reader: FrameReader, chunks: readonly Buffer[]): string[] {
  const read: string[] = [];
  for (const chunk of chunks) {
    reader.feed(chunk);
    for (let next = reader.next(); next !== undefined; next = reader.next()) read.push(brief(next));
    chunk.fill(0x21);
  }
  return read;
}

function brief(frame: Frame | RefusedFrame): string {
  const { kind, operation, id } = frame;
  const rest =
    frame instanceof Frame
      ? [frame.flags, frame.meta.toString('hex'), frame.payload.toString('hex')]
      : [frame.error.code, frame.skipped];
  return [kind, operation, id, ...rest].join(' ');
}

function head(metaLength: number, payloadLength: number): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES);
  writeHead(bytes, { kind: FRAME_KIND.request, operation: 2, flags: 0, id: 7, metaLength, payloadLength }, 0);
  return bytes;
}

const frames = fc.array(
  fc.record({
    kind: fc.constantFrom(...Object.values(FRAME_KIND)),
    operation: fc.nat(255),
    flags: fc.nat(0xffff),
    id: fc.nat(0xffff_ffff),
    // Some are beyond the limits, and skipped.
    meta: fc.uint8Array({ maxLength: 260 }),
    payload: fc.uint8Array({ maxLength: 4000 }),
  }),
  { maxLength: 6 },
);

test('any split of the bytes gives the same frames, and what was given stays as it is', () => {
  fc.assert(
    fc.property(frames, places, (given, at) => {
      const bytes = Buffer.concat(
        given.map(({ payload, ...rest }) => encodeFrame({ ...rest, payload: [payload] })),
      );
      const expected = given.map(({ kind, operation, id, flags, meta, payload }) =>
        meta.length > LIMITS.meta || payload.length > LIMITS.payload
          ? `${kind} ${operation} ${id} TOO_LARGE true`
          : [
              kind,
              operation,
              id,
              flags,
              Buffer.from(meta).toString('hex'),
              Buffer.from(payload).toString('hex'),
            ].join(' '),
      );
      assert.deepEqual(readAll(new FrameReader(LIMITS), cut(bytes, at)), expected);
      assert.deepEqual(readAll(new FrameReader(LIMITS), oneByOne(bytes)), expected);
    }),
    { numRuns: 200 },
  );
});

test('a payload stays as it came when its chunk is used again', () => {
  const reader = new FrameReader({ payload: 10 });
  const chunk = encodeFrame({ kind: 1, operation: 2, id: 1, payload: [Buffer.from('0123456789')] });
  reader.feed(chunk);
  const frame = reader.next();
  chunk.fill(0);
  assert.ok(frame instanceof Frame);
  assert.equal(frame.payload.toString(), '0123456789');
});

test('what was held is read on when the chunk has been used again', () => {
  const reader = new FrameReader({ payload: 10 });
  const one = encodeFrame({ kind: 1, operation: 4, id: 1 });
  const two = encodeFrame({ kind: 1, operation: 3, id: 2, meta: Buffer.from('name') });
  const chunk = Buffer.concat([one, two.subarray(0, 22)]);
  reader.feed(chunk);
  assert.equal(brief(reader.next() as Frame), '1 4 1 0  ');
  reader.hold();
  assert.equal(reader.waitingBytes, 22);
  chunk.fill(0);
  reader.feed(two.subarray(22));
  assert.equal(brief(reader.next() as Frame), `1 3 2 0 ${Buffer.from('name').toString('hex')} `);
  assert.equal(reader.isInsideFrame, false);
});

for (const [part, limit] of [
  ['meta', MAX_META_BYTES],
  ['payload', 3000],
] as const) {
  for (const over of [-1, 0, 1]) {
    test(`a ${part} of its limit ${over >= 0 ? '+' : ''}${over}`, () => {
      const reader = new FrameReader({ payload: 3000 });
      const bytes = Buffer.alloc(limit + over, 0x61);
      const next = encodeFrame({ kind: 1, operation: 4, id: 8 });
      const parts = part === 'meta' ? { meta: bytes } : { payload: [bytes] };
      const read = readAll(reader, [encodeFrame({ kind: 1, operation: 2, id: 7, ...parts }), next]);
      if (over > 0) assert.equal(read[0], '1 2 7 TOO_LARGE true');
      else assert.equal(read[0]?.length, '1 2 7 0  '.length + 2 * bytes.length);
      assert.equal(read[1], '1 4 8 0  ');
    });
  }
}

for (const over of [-1, 0, 1]) {
  test(`a frame of the limit for frames as a whole ${over >= 0 ? '+' : ''}${over}`, () => {
    const reader = new FrameReader({ payload: 3000, frame: 4096 });
    const meta = Buffer.alloc(1096);
    const payload = [Buffer.alloc(4096 - HEAD_BYTES - 1096 + over)];
    reader.feed(encodeFrame({ kind: 1, operation: 0, id: 1, meta, payload }));
    const next = reader.next();
    assert.equal(next instanceof Frame, over <= 0);
    if (next instanceof RefusedFrame) assert.equal(next.skipped, false);
  });
}

test('after a frame that cannot be skipped nothing is read', () => {
  const reader = new FrameReader({ payload: 10 });
  reader.feed(
    Buffer.concat([head(0, 161), Buffer.alloc(161), encodeFrame({ kind: 1, operation: 4, id: 8 })]),
  );
  assert.ok(reader.next() instanceof RefusedFrame);
  assert.equal(reader.next(), undefined);
  reader.feed(encodeFrame({ kind: 1, operation: 4, id: 9 }));
  assert.equal(reader.next(), undefined);
});

test('an announced length takes no memory', () => {
  const before = process.memoryUsage();
  const readers = Array.from({ length: 1000 }, () => {
    const reader = new FrameReader({ payload: 2 ** 30 });
    reader.feed(head(MAX_META_BYTES, 2 ** 30));
    assert.equal(reader.next(), undefined);
    return reader;
  });
  const after = process.memoryUsage();
  assert.ok(after.arrayBuffers - before.arrayBuffers < 1024 * 1024, `${after.arrayBuffers} bytes`);
  assert.ok(readers.every(({ isInsideFrame }) => isInsideFrame));
});

test('memory for a long payload is taken as its bytes come', () => {
  const reader = new FrameReader({ payload: 2 ** 30 });
  const before = process.memoryUsage().arrayBuffers;
  reader.feed(Buffer.concat([head(0, 2 ** 30), Buffer.alloc(1000)]));
  assert.equal(reader.next(), undefined);
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 * 1024 * 1024);
});

test('a payload of many MB comes together', () => {
  const reader = new FrameReader({ payload: 2 ** 30 });
  const bytes = Buffer.alloc(5_000_001, Buffer.from('0123456789abcde'));
  const whole = encodeFrame({ kind: 1, operation: 2, id: 1, meta: Buffer.from('m'), payload: [bytes] });
  let frame: Frame | RefusedFrame | undefined;
  for (let at = 0; at < whole.length; at += 65_536) {
    assert.equal(frame, undefined);
    reader.feed(Buffer.from(whole.subarray(at, at + 65_536)));
    frame = reader.next();
  }
  assert.ok(frame instanceof Frame);
  assert.ok(frame.payload.equals(bytes));
});

test('the bytes of a long payload may be put where they belong, instead of being fed', () => {
  const payload = Buffer.alloc(300_000, Buffer.from('0123456789'));
  const whole = encodeFrame({ kind: FRAME_KIND.request, operation: 2, id: 7, payload: [payload] });
  const reader = new FrameReader({ payload: 2 ** 20 });
  assert.equal(reader.room(), undefined);
  reader.feed(whole.subarray(0, 1000));
  assert.equal(reader.next(), undefined);
  for (let at = 1000; at < whole.length; ) {
    const room = reader.room();
    // The last bytes are few, and fed.
    const count = Math.min(room?.length ?? 0, 100_000);
    if (room) {
      whole.copy(room, 0, at, at + count);
      reader.filled(count);
      at += count;
    } else {
      reader.feed(whole.subarray(at));
      at = whole.length;
    }
  }
  const frame = reader.next();
  assert.ok(frame instanceof Frame);
  assert.ok(frame.payload.equals(payload));
  assert.equal(reader.isInsideFrame, false);
  assert.equal(reader.room(), undefined);
});

test('file systems that machines share are told by their number', () => {
  for (const nfs of [0x6969, 0xff534d42, 0x65735546]) assert.equal(isNetworkFileSystem(nfs), true);
  for (const local of [0xef53, 0x58465342, 0x01021994]) assert.equal(isNetworkFileSystem(local), false);
});

/** Notes what a sink is told. */
class Notes {
  readonly pieces: Buffer[] = [];

  write(bytes: Buffer): void {
    this.pieces.push(Buffer.from(bytes));
  }
}

test('a payload that comes in pieces goes to its sink, in order and to its end, and the next frame is read', () => {
  const payload = Buffer.from(Array.from({ length: 999 }, (_, index) => index % 251));
  const parts = {
    kind: FRAME_KIND.request,
    operation: 2,
    id: 7,
    meta: Buffer.from('meta'),
    payload: [payload],
  };
  const bytes = Buffer.concat([encodeFrame(parts), encodeFrame({ ...parts, id: 8, payload: [] })]);
  for (const step of [1, 7, 100, 1020]) {
    const notes = new Notes();
    const asked: string[] = [];
    const reader = new FrameReader(LIMITS, ({ id }, meta) => {
      asked.push(`${id} ${meta}`);
      return id === 7 ? notes : undefined;
    });
    const read: Frame[] = [];
    for (let at = 0; at < bytes.length; at += step) {
      reader.feed(bytes.subarray(at, at + step));
      for (let next = reader.next(); next !== undefined; next = reader.next()) read.push(next as Frame);
    }
    assert.deepEqual(
      read.map(({ id, sink, payload: kept }) => [id, sink === notes, kept.length]),
      [
        [7, true, 0],
        [8, false, 0],
      ],
    );
    assert.equal(asked[0], '7 meta');
    assert.ok(Buffer.concat(notes.pieces).equals(payload));
  }
});
