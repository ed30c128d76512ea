import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutParts } from '../../codec/frame/framed/parts.ts';

const texts = ({ document, buffers }: ReturnType<typeof cutParts>): string[] =>
  [document, ...buffers].map((part) => part.toString());

test('a payload is cut into its document and its buffers', () => {
  const payload = Buffer.from('documentab');
  assert.deepEqual(texts(cutParts(payload, { document: 8, buffers: [1, 1] })), ['document', 'a', 'b']);
  assert.deepEqual(texts(cutParts(payload, { document: 10, buffers: [] })), ['documentab']);
  assert.deepEqual(texts(cutParts(payload, { document: 3, buffers: [] }, 3)), ['ume']);
});

test('buffers that are empty are buffers', () => {
  const payload = Buffer.from('document');
  assert.deepEqual(texts(cutParts(payload, { document: 8, buffers: [0, 0] })), ['document', '', '']);
  assert.deepEqual(texts(cutParts(payload, { document: 0, buffers: [8, 0] })), ['', 'document', '']);
});
