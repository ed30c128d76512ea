import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeFrame,
  FRAMED_PREAMBLE,
  Frame,
  FrameReader,
  RefusedFrame,
} from '../../codec/frame/framed/index.ts';
import { decodeAndEncode } from './framed-meta.ts';
import { vectors } from './framed-vectors.ts';

const LIMITS = { payload: 1024 };

function readOne(hex: string): Frame {
  const reader = new FrameReader(LIMITS);
  reader.feed(Buffer.from(hex, 'hex'));
  const frame = reader.next();
  assert.ok(frame instanceof Frame);
  return frame;
}

test('the preamble', () => {
  assert.equal(Buffer.from(vectors.preamble, 'hex').toString(), FRAMED_PREAMBLE);
});

for (const { name, hex, fields } of vectors.frames) {
  test(`${name}: is read, and written again to the byte`, () => {
    const { decoded, ...expected } = fields;
    const { kind, operation, flags, id, meta, payload } = readOne(hex);
    const read = { kind, operation, flags, id, meta: meta.toString('hex'), payload: payload.toString('hex') };
    assert.deepEqual(read, expected);
    const written = encodeFrame({ kind, operation, flags, id, meta, payload: [payload] });
    assert.equal(written.toString('hex'), hex);
    if (decoded && 'json' in decoded) assert.deepEqual(JSON.parse(meta.toString()), decoded.json);
  });

  test(`${name}: its meta says what it should, and is written again to the byte`, () => {
    const frame = readOne(hex);
    const meta = decodeAndEncode(frame);
    const { decoded } = fields;
    if (meta === undefined) assert.ok(decoded === undefined || 'json' in decoded);
    else {
      assert.deepEqual(meta.decoded, decoded);
      assert.equal(meta.written.toString('hex'), frame.meta.toString('hex'));
    }
  });
}

for (const { name, hex, fields } of vectors.refused.heads) {
  test(`${name}: is refused by its head`, () => {
    const reader = new FrameReader(vectors.refused.limits);
    reader.feed(Buffer.from(hex, 'hex'));
    const refused = reader.next();
    assert.ok(refused instanceof RefusedFrame);
    const { error, id, operation, skipped } = refused;
    assert.deepEqual({ code: error.code, id, operation, skipped }, fields);
  });
}

for (const { name, hex, fields } of vectors.badRequests) {
  test(`${name}: is refused by its meta`, () => {
    assert.throws(() => decodeAndEncode(readOne(hex)), { code: fields.code });
  });
}
