import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { decodePickle, decodeTypedJson, encodePickle } from '../../codec/index.ts';
import { Converter } from '../../plugins/workspace/conversion/converter.ts';
import { toDocument } from '../../plugins/workspace/convert.ts';
import { MANY_TURNS, turnsDuring } from './turns.ts';
import { json, pickle } from './values.ts';

/** So many floats are some 4.5 MB, as a pickle and as JSON: large. */
const FLOATS = Array.from({ length: 500_000 }, (_, index) => index + 0.5);
const PICKLED = pickle(FLOATS);
/** As large, and converted in no time. */
const TEXTS = [1, 2, 3].map((n) => [n, `${n}`.repeat(4_500_000)]);

const converter = new Converter();
after(() => converter.close());

test('large values are converted both ways while the event loop turns', async () => {
  const asJson = await turnsDuring(toDocument(PICKLED, 'json', converter));
  assert.deepEqual(decodeTypedJson(asJson.result), FLOATS);
  const value = { method: 'json', document: asJson.result, buffers: [] } as const;
  const asPickle = await turnsDuring(toDocument(value, 'pickle', converter));
  assert.deepEqual(decodePickle(asPickle.result), FLOATS);
  for (const { turns } of [asJson, asPickle]) assert.ok(turns > MANY_TURNS, `${turns} turns`);
});

test('what is asked for together is answered each with its own', async () => {
  const documents = await Promise.all(TEXTS.map((each) => toDocument(pickle(each), 'json', converter)));
  for (const [n, document] of documents.entries()) assert.deepEqual(decodeTypedJson(document), TEXTS[n]);
});

test('a large value that has no other form is refused by its code, and the next is converted', async () => {
  const foreign = Buffer.concat([
    Buffer.from('\x80\x04(', 'latin1'),
    Buffer.from('X\0\0\x50\0', 'latin1'),
    Buffer.alloc(0x500000, 'a'),
    Buffer.from('cmodule\nThing\nt.', 'latin1'),
  ]);
  const refused = { method: 'pickle', document: foreign, buffers: [] } as const;
  await assert.rejects(toDocument(refused, 'json', converter), {
    code: 'NOT_CONVERTIBLE',
    message: /module\.Thing/,
  });
  const broken = json(`[${'1,'.repeat(2_200_000)}`);
  await assert.rejects(toDocument(broken, 'pickle', converter), { code: 'BAD_JSON' });
  assert.deepEqual(decodeTypedJson(await toDocument(pickle(TEXTS[0]), 'json', converter)), TEXTS[0]);
});

test('a converter that is closed fails what it works on and what waits, and starts nothing more', async () => {
  const converter = new Converter();
  const first = converter.convert(PICKLED, 'json');
  const second = converter.convert(PICKLED, 'json');
  const failures = Promise.all([assert.rejects(first), assert.rejects(second)]);
  await setImmediate();
  await converter.close();
  await failures;
  await assert.rejects(converter.convert(PICKLED, 'json'), /closed/);
});

test('no more conversions wait than may', async (t) => {
  const converter = new Converter();
  const value = { method: 'pickle', document: encodePickle('x'), buffers: [] } as const;
  const all = Array.from({ length: 64 }, () => converter.convert(value, 'json'));
  assert.throws(() => converter.convert(value, 'json'), { code: 'TOO_MANY' });
  t.after(() => converter.close());
  for (const document of await Promise.all(all)) assert.equal(String(Buffer.from(document)), '"x"');
});
