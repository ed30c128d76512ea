import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePickle } from '../../codec/index.ts';
import { readPickledDict } from '../../plugins/workspace/pickled-dict.ts';

test('takes each pickle as base64 text, as base64 bytes, or as it is; what is neither is skipped', async () => {
  const pickle = encodePickle([1, 'two']);
  const base64 = pickle.toString('base64');
  const dict = new Map<string, unknown>([
    ['text', base64],
    ['bytes', Buffer.from(base64)],
    ['raw', pickle],
    ['bad', 'no base64!'],
  ]);
  const { requests, skipped } = await readPickledDict(encodePickle(dict));
  assert.deepEqual(
    requests.map(({ name, value }) => [name, Buffer.from(value.document)]),
    ['text', 'bytes', 'raw'].map((name) => [name, pickle]),
  );
  assert.deepEqual([...skipped], [['bad', 'BAD_BASE64']]);
});
