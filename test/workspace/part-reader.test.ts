import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { decodePickle, decodeTypedJson, encodePickle } from 'headframe/codec';
import { decode } from '../../plugins/workspace/conversion/decode.ts';
import { handOver } from '../../plugins/workspace/conversion/hand-over.ts';
import { PartReader } from '../../plugins/workspace/parts/part-reader.ts';
import { answer, type PartAnswer, type Question } from '../../plugins/workspace/parts/question.ts';
import type { StoredValue } from '../../plugins/workspace/value.ts';
import { python } from './python.ts';
import { seeded } from './seeded.ts';
import { json, pickle } from './values.ts';

/** Values of every kind, by Python: name → pickle with its buffers. */
const CORPUS = `
import numpy as np, pandas as pd, pickle, sys, fractions, types
class Box: pass
Box.__module__ = 'somewhere'
sys.modules['somewhere'] = types.ModuleType('somewhere'); sys.modules['somewhere'].Box = Box
box = Box(); box.width = 3; box.inner = [1, {'a': 2}]
values = [
  np.arange(60).reshape(3, 4, 5),
  np.asfortranarray(np.arange(12.0).reshape(3, 4)),
  np.array([1, 'two', None], dtype=object),
  np.array(['2026-01-01', '2026-01-02', 'NaT'], dtype='datetime64[D]'),
  np.array(['one', 'two', 'three']),
  np.ma.array([1, 2, 3], mask=[0, 1, 0]),
  pd.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', 'z'], 'c': [.5, np.nan, 2], 'd': pd.Categorical(['u', 'v', None])},
    index=[10, 20, 30]),
  pd.DataFrame({'a': range(5), 'n': pd.array([1, None, 3, 4, 5], dtype='Int64')}),
  pd.DataFrame(np.arange(24.0).reshape(8, 3)),
  pd.Series([1.5, 2.5, 3.5], name='q', index=pd.date_range('2026-01-01', periods=3)),
  pd.Series(['a', None, 'b'] * 5),
  [1, 'two', 3.0, [4, (5, None)], {'six': 7}], (1, 2, 3), 'a变𝒳d', b'abcdef', {'a': 1, 'b': [2], 3: 'c'}, {1, 2}, 42, None,
  fractions.Fraction(1, 3), box, object(),
]
def parts(value):
  buffers = []
  document = pickle.dumps(value, 5, buffer_callback=buffers.append)
  return (document, [bytes(one.raw()) for one in buffers])
pickles = [parts(value) for value in values] + [(pickle.dumps(value, 2), []) for value in values]
sys.stdout.buffer.write(pickle.dumps(pickles))`;

async function corpus(): Promise<StoredValue[]> {
  const pickles = decodePickle(await python(CORPUS)) as [Uint8Array, Uint8Array[]][];
  const texts = ['[1, 2.5, null, "x", [3]]', '{"a": {"b": [1]}, "c": 2}', '"text"', '7'];
  return [
    ...pickles.map(([document, buffers]): StoredValue => ({ method: 'pickle', document, buffers })),
    ...texts.map(json),
  ];
}

/** A question by chance; many are about parts that the value does not have. */
function questionFrom(random: () => number): Question {
  const whole = (below: number): number => Math.floor(random() * below);
  const bound = (): number | null => (random() < 0.3 ? null : whole(14) - 6);
  const list = <T>(below: number, one: () => T): T[] => Array.from({ length: whole(below) }, one);
  const kind = random();
  if (kind < 0.6) {
    const range = () => (random() < 0.2 ? null : [bound(), bound(), random() < 0.5 ? null : whole(6) - 2]);
    return { kind: 'slice', ranges: list(4, range), method: random() < 0.5 ? 'pickle' : 'json' };
  }
  if (kind < 0.8) {
    const start = whole(4);
    return { kind: 'items', path: list(3, () => whole(4)), range: { start, stop: start + whole(5) } };
  }
  return { kind: 'statistics', columns: random() < 0.6 ? undefined : ['a', 'c'].slice(whole(3)) };
}

/** What comes of a question, answer or error, in a form that can be compared. */
async function outcome(asked: Promise<PartAnswer>): Promise<unknown> {
  try {
    const found = await asked;
    return found instanceof Uint8Array ? Buffer.from(found).toString('latin1') : found;
  } catch (error) {
    const { code, message, data } = error as Error & { code?: string; data?: unknown };
    return { code, message, data };
  }
}

/** The values that nobody wants any more. */
const gone = new Set<StoredValue>();
let changes = 0;
const reader = new PartReader({ isWanted: (value) => !gone.has(value), onChange: () => changes++ });
after(() => reader.close());

function ask(value: StoredValue, question: Question, signal?: AbortSignal, by = reader) {
  return by.ask({ value, load: () => handOver(value), question, signal });
}

const TEXTS: readonly string[] = Array.from({ length: 60_000 }, (_, index) => `text number ${index}`);
const PICKLED = pickle(TEXTS);
const FIRST: Question = { kind: 'slice', ranges: [[0, 1]], method: 'json' };

test('the thread answers what this one would, of every kind of value', async () => {
  const seed = 20_261_123;
  const random = seeded(seed);
  const values = await corpus();
  let answered = 0;
  for (let round = 0; round < 400; round++) {
    const value = values[Math.floor(random() * values.length)];
    assert.ok(value);
    const question = questionFrom(random);
    const there = await outcome(ask(value, question));
    const here = await outcome((async () => answer(decode(value), question))());
    assert.deepEqual(there, here, `seed ${seed}, round ${round}: ${JSON.stringify(question)}`);
    if (typeof here === 'string' || Array.isArray(here)) answered++;
    assert.ok(reader.held.length <= 4);
  }
  assert.ok(answered > 100, `${answered} of 400 were no errors`);
});

test('a value is handed over once; those asked for last are kept', async () => {
  const values = [0, 1, 2, 3, 4].map((n) => json(JSON.stringify([n, n + 1])));
  let loads = 0;
  const first = (value: StoredValue) => {
    const load = () => {
      loads++;
      return handOver(value);
    };
    return reader.ask({ value, load, question: FIRST });
  };
  for (const value of values.slice(0, 4)) await first(value);
  const [zero, one, two, three, four] = values;
  assert.ok(zero && one && two && three && four);
  await first(zero);
  assert.equal(loads, 4);
  await first(four);
  assert.equal(loads, 5);
  assert.deepEqual(reader.held, [two, three, zero, four]);
  assert.deepEqual(decodeTypedJson((await first(one)) as Uint8Array), [1]);
  assert.equal(loads, 6);
});

test('a job that takes too long ends its thread and is told so; the next has a new one', async () => {
  const value = { ...PICKLED };
  const other = json('["other"]');
  await ask(other, FIRST);
  const { limitMs } = reader.thread;
  reader.thread.limitMs = 1;
  await assert.rejects(ask(value, FIRST), { code: 'TIMEOUT', data: { ms: 1 } });
  assert.deepEqual(reader.held, []);
  reader.thread.limitMs = limitMs;
  assert.deepEqual(decodeTypedJson((await ask(value, FIRST)) as Uint8Array), ['text number 0']);
  assert.deepEqual(reader.held, [value]);
});

test('a value that needs more memory than the thread may have is too large; the next is answered', async (t) => {
  const poor = new PartReader({ memoryMiB: 24 });
  t.after(() => poor.close());
  const small = json('["small"]');
  await ask(small, FIRST, undefined, poor);
  // Each of a million objects is a Map of its own.
  const hungry = json(`[${'{"a":1},'.repeat(1_000_000)}0]`);
  await assert.rejects(ask(hungry, FIRST, undefined, poor), { code: 'TOO_LARGE', message: /24 MiB/ });
  assert.deepEqual(poor.held, []);
  assert.deepEqual(decodeTypedJson((await ask(small, FIRST, undefined, poor)) as Uint8Array), ['small']);
});

test('what cannot be decoded or has no such part is refused by its code, and the thread goes on', async () => {
  const broken = json('[1, 2');
  await assert.rejects(ask(broken, FIRST), { name: 'CodecError', code: 'BAD_JSON' });
  assert.ok(!reader.held.includes(broken));
  const number = json('42');
  await assert.rejects(ask(number, FIRST), { name: 'HeadframeError', code: 'BAD_VALUE' });
  assert.ok(reader.held.includes(number));
});

test('what nobody waits for any more is not begun', async () => {
  const controller = new AbortController();
  const first = ask(json('["first"]'), FIRST);
  const left = json('["left"]');
  const second = ask(left, FIRST, controller.signal);
  controller.abort();
  await assert.rejects(second, { code: 'CANCELLED' });
  assert.deepEqual(decodeTypedJson((await first) as Uint8Array), ['first']);
  assert.ok(!reader.held.includes(left));
});

test('a value that is not wanted any more is dropped, at once or when its question is answered', async () => {
  for (const value of reader.held) gone.add(value);
  reader.sweep();
  assert.deepEqual(reader.held, []);
  changes = 0;
  const value = { ...PICKLED };
  const asked = ask(value, FIRST);
  gone.add(value);
  reader.sweep();
  assert.deepEqual(decodeTypedJson((await asked) as Uint8Array), ['text number 0']);
  assert.deepEqual([reader.held, changes], [[], 2]);
  const other = { ...value, document: encodePickle(['other']) };
  await ask(other, FIRST);
  assert.deepEqual(reader.held, [other]);
  gone.add(other);
  reader.sweep();
  assert.deepEqual([reader.held, changes], [[], 4]);
});

test('a reader that is closed fails what it works on and what waits', async () => {
  const closed = new PartReader();
  const all = [1, 2].map(() => assert.rejects(ask({ ...PICKLED }, FIRST, undefined, closed)));
  await closed.close();
  await Promise.all(all);
  assert.deepEqual(closed.held, []);
});
