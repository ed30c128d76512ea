import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodePlacedWrite,
  decodePlaceMeta,
  encodePlacedWrite,
  encodePlaceMeta,
  fitsPlace,
  fitsPlacedWrite,
  MAX_META_BYTES,
} from '../../codec/frame/framed/index.ts';
import { vectors } from './framed-vectors.ts';

const { answers, sets, badAnswers, badSets } = vectors.places;

for (const { name, hex, fields } of answers) {
  test(`an answer with a place: ${name}`, () => {
    const decoded = decodePlaceMeta(Buffer.from(hex, 'hex'));
    const { layout, slot = null, place = null } = decoded;
    assert.deepEqual({ layout: { ...layout, method: layout.method ?? null }, slot, place }, fields);
    assert.equal(encodePlaceMeta(decoded).toString('hex'), hex);
  });
}

for (const { name, hex, fields } of sets) {
  test(`a set by a file: ${name}`, () => {
    const { flags, ...said } = fields;
    const decoded = decodePlacedWrite(Buffer.from(hex, 'hex'), flags);
    assert.deepEqual({ ...decoded, ifRevision: decoded.ifRevision ?? null }, said);
    assert.equal(encodePlacedWrite(decoded).toString('hex'), hex);
  });
}

for (const { name, hex, fields } of badAnswers) {
  test(`an answer that is none: ${name}`, () => {
    assert.throws(() => decodePlaceMeta(Buffer.from(hex, 'hex')), { code: fields.code });
  });
}

for (const { name, hex, fields } of badSets) {
  test(`a set by a file that is none: ${name}`, () => {
    assert.throws(() => decodePlacedWrite(Buffer.from(hex, 'hex'), fields.flags), { code: fields.code });
  });
}

test('what fits in a meta is told to the byte', () => {
  const layout = (count: number) => ({
    revision: 1,
    method: 'json' as const,
    document: 8,
    buffers: new Array<number>(count).fill(1),
  });
  const place = (count: number) => ({ id: 'ab', document: 0, buffers: new Array<number>(count).fill(0) });
  const most = (MAX_META_BYTES - 24 - 8 - 8 - 2) / 16;
  for (const count of [Math.floor(most), Math.floor(most) + 1]) {
    const meta = encodePlaceMeta({ layout: layout(count), slot: 1, place: place(count) });
    assert.equal(fitsPlace(layout(count), 'ab'), meta.length <= MAX_META_BYTES);
  }
  const part = { offset: 0, length: 1 };
  const written = (MAX_META_BYTES - 8 - 4 - 16 - 36 - 3) / 16;
  for (const count of [Math.floor(written), Math.floor(written) + 1]) {
    const buffers = new Array<typeof part>(count).fill(part);
    const file = `${'0'.repeat(32)}.tmp`;
    const meta = encodePlacedWrite({ name: 'xyz', ifRevision: 1, file, document: part, buffers });
    assert.equal(fitsPlacedWrite(count, 'xyz'), meta.length <= MAX_META_BYTES);
  }
});
