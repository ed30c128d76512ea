import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHeapStatistics } from 'node:v8';
import { CodecError } from '../../codec/errors.ts';
import { decodeTypedJson } from '../../codec/json/decode.ts';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { describePickle, describeTypedJson } from '../../codec/pickle/describe.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { typedJsonToPickle } from '../../codec/pickle/transcode.ts';
import { testSeed } from '../seed.ts';
import { withShortStacks } from '../short-stacks.ts';
import { frozenCorpus } from './corpus-run.ts';
import { cpuMs } from './cpu-time.ts';

const MUTATIONS = 10_000;
/** An input of at most 4 KiB is decoded in microseconds, a hostile one in under a second of the processor's time: this is a hang. */
const HANG_MS = 10_000;
const MOST_BYTES = 64 * 2 ** 20;
const seed = testSeed();

/** Mulberry32: small, seeded, good enough to choose bytes. */
function random(from: number): (below: number) => number {
  let state = from >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutated(source: Uint8Array, pick: (below: number) => number, other: Uint8Array): Buffer {
  const bytes = Buffer.from(source);
  for (let changes = 1 + pick(4); changes > 0; changes--) {
    const at = pick(bytes.length);
    const kind = pick(4);
    if (kind === 0) bytes[at] = pick(256);
    else if (kind === 1) bytes[at] = (bytes[at] as number) ^ (1 << pick(8));
    else if (kind === 2) bytes.copyWithin(at, pick(bytes.length), bytes.length);
    else Buffer.from(other.subarray(pick(other.length))).copy(bytes, at, 0, 1 + pick(32));
  }
  return bytes.subarray(0, pick(8) === 0 ? 1 + pick(bytes.length) : bytes.length);
}

/** Whether it was taken; a refusal must be a coded one. */
function taken(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof CodecError) return false;
    throw error;
  }
}

function fuzz(
  t: { diagnostic(message: string): void },
  sources: readonly Uint8Array[],
  run: (b: Buffer) => void,
) {
  t.diagnostic(`HEADFRAME_SEED=${seed}`);
  const pick = random(seed);
  let accepted = 0;
  let slowest = 0;
  let most = 0;
  for (let i = 0; i < MUTATIONS; i++) {
    const source = sources[pick(sources.length)] as Uint8Array;
    const input = mutated(source, pick, sources[pick(sources.length)] as Uint8Array);
    const before = getHeapStatistics();
    const began = performance.now();
    try {
      if (withShortStacks(() => taken(() => run(input)))) accepted++;
    } catch (error) {
      throw new Error(`HEADFRAME_SEED=${seed}, mutation ${i}: ${input.toString('base64')}`, { cause: error });
    }
    slowest = Math.max(slowest, performance.now() - began);
    const after = getHeapStatistics();
    const grown = after.used_heap_size - before.used_heap_size;
    most = Math.max(most, grown, after.external_memory - before.external_memory);
  }
  t.diagnostic(`${accepted} of ${MUTATIONS} accepted, slowest ${slowest.toFixed(1)} ms, most ${most} bytes`);
  assert.ok(slowest < HANG_MS);
  assert.ok(most < MOST_BYTES);
  assert.ok(accepted > 0 && accepted < MUTATIONS);
  assert.deepEqual(Object.keys(Object.prototype), []);
}

const small = frozenCorpus().filter((entry) => entry.pickle.length < 4096);

test('mutated pickles are decoded, converted and described, or refused by code', (t) => {
  fuzz(
    t,
    small.map((entry) => entry.pickle),
    (bytes) => {
      taken(() => describePickle(bytes));
      const value = decodePickle(bytes);
      taken(() => encodePickle(value));
      encodeTypedJson(value);
    },
  );
});

test('mutated typed JSON is decoded, transcoded and described, or refused by code', (t) => {
  const documents: Buffer[] = [];
  for (const { pickle } of small) taken(() => documents.push(encodeTypedJson(decodePickle(pickle)).document));
  fuzz(t, documents, (bytes) => {
    taken(() => describeTypedJson(bytes));
    const value = decodeTypedJson(bytes);
    typedJsonToPickle(bytes);
    assert.deepEqual(decodeTypedJson(encodeTypedJson(value).document), value);
  });
});

const bytes = (text: string) => Buffer.from(text, 'latin1');

/** A pickle whose nth object holds the one before it twice. */
function doubling(levels: number): Buffer {
  const level = (i: number) => `r${u32(i)}0](j${u32(i)}j${u32(i)}e`;
  return bytes(`]${Array.from({ length: levels }, (_, i) => level(i)).join('')}.`);
}

function u32(value: number): string {
  return String.fromCharCode(value & 0xff, (value >> 8) & 0xff, 0, 0);
}

const hostile: readonly (readonly [string, Buffer])[] = [
  ['doubled references', doubling(2000)],
  ['a million nested lists', bytes(`${']'.repeat(1e6)}${'a'.repeat(1e6 - 1)}.`)],
  ['a million nested tuples', bytes(`)${'\x85'.repeat(1e6)}.`)],
  [
    'a megabyte integer',
    Buffer.concat([bytes('\x8b\x00\x00\x10\x00'), Buffer.alloc(2 ** 20, 0x5a), bytes('.')]),
  ],
  ['a megabyte of decimal digits', Buffer.concat([bytes('L'), Buffer.alloc(2 ** 20, 0x37), bytes('L\n.')])],
  [
    'a long text referred to again and again',
    bytes(`(X\x00\x00\x08\x00${'x'.repeat(2 ** 19)}\x94${'h\x00'.repeat(2 ** 18)}l.`),
  ],
  [
    'long bytes referred to again and again',
    bytes(`(B\x00\x00\x08\x00${'x'.repeat(2 ** 19)}\x94${'h\x00'.repeat(2 ** 18)}l.`),
  ],
  ['a call with a million arguments', bytes(`cos\nsystem\n(${'N'.repeat(1e6)}tR.`)],
  ['a list of a million items in one batch', bytes(`](${'N'.repeat(1e6)}e.`)],
];
for (const [what, pickle] of hostile) {
  test(`${what}: decoding, describing and converting end soon, in little memory`, () => {
    const before = process.memoryUsage();
    const began = process.cpuUsage();
    taken(() => describePickle(pickle));
    taken(() => {
      const value = decodePickle(pickle);
      const sizes = [encodePickle, (v: unknown) => encodeTypedJson(v).document].map((write) => {
        let size = 0;
        taken(() => {
          size = write(value).length;
        });
        return size;
      });
      assert.ok(Math.max(...sizes) < MOST_BYTES);
    });
    assert.ok(cpuMs(began) < HANG_MS);
    assert.ok(process.memoryUsage().arrayBuffers - before.arrayBuffers < MOST_BYTES + pickle.length);
  });
}

test('names of prototypes, thenables and toJSON are ordinary keys of instances and dicts', async () => {
  const state = ['__proto__', 'constructor', 'then', 'toJSON', '__setstate__', 'args', 'length'];
  const text = state.map((key) => `S'${key}'\ncos\nsystem\n`).join('');
  const value = decodePickle(
    bytes(`ccopy_reg\n_reconstructor\n(cm\nC\nc__builtin__\nobject\nNtR}(${text}ub.`),
  );
  const awaited = await Promise.resolve(value);
  assert.equal(awaited, value);
  assert.deepEqual([...(value as { state: Map<string, unknown> }).state.keys()], state);
  assert.equal(JSON.stringify({ a: 1 }), '{"a":1}');
  assert.deepEqual(Object.keys(Object.prototype), []);
});
