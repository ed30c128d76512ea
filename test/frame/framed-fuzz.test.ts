import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameError } from '../../codec/frame/frame-error.ts';
import { Frame, FrameReader } from '../../codec/frame/framed/index.ts';
import { testSeed } from '../seed.ts';
import { cut } from './cutting.ts';
import { decodeAndEncode } from './framed-meta.ts';
import { vectors } from './framed-vectors.ts';

const MUTATIONS = 20_000;
const SAMPLES = vectors.frames.map(({ hex }) => Buffer.from(hex, 'hex'));

/** A small generator with a seed (mulberry32), so that a failure can be played again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test('mutated frames are read, refused or waited for, the same however they are cut, and nothing else', () => {
  const seed = testSeed();
  const random = generator(seed);
  let read = 0;
  let refused = 0;
  let bad = 0;
  for (let run = 0; run < MUTATIONS; run++) {
    const bytes = Buffer.concat([0, 1].map(() => SAMPLES[random(SAMPLES.length)] ?? Buffer.alloc(0)));
    for (let changes = 1 + random(3); changes > 0; changes--) bytes[random(bytes.length)] = random(256);
    const whole = outcome([bytes]);
    assert.deepEqual(
      outcome(cut(bytes, [random(bytes.length), random(bytes.length)])),
      whole,
      `seed ${seed}`,
    );
    for (const { kind } of whole) {
      if (kind === 'read') read += 1;
      else if (kind === 'bad') bad += 1;
      else refused += 1;
    }
  }
  assert.ok(read > 1000 && refused > 1000 && bad > 1000, `${read} read, ${refused} refused, ${bad} bad`);
});

/** What becomes of each frame: what its meta says, that it has a bad one, or that it was refused. */
function outcome(chunks: readonly Buffer[]): { kind: 'read' | 'bad' | 'refused'; what: unknown }[] {
  const reader = new FrameReader({ payload: 4096 });
  const outcomes: { kind: 'read' | 'bad' | 'refused'; what: unknown }[] = [];
  for (const chunk of chunks) {
    reader.feed(chunk);
    for (let next = reader.next(); next !== undefined; next = reader.next()) {
      if (!(next instanceof Frame)) outcomes.push({ kind: 'refused', what: next.error.message });
      else outcomes.push(understand(next));
    }
  }
  return outcomes;
}

function understand(frame: Frame): { kind: 'read' | 'bad'; what: unknown } {
  try {
    return { kind: 'read', what: decodeAndEncode(frame)?.decoded };
  } catch (error) {
    if (error instanceof FrameError && error.code === 'BAD_META') return { kind: 'bad', what: error.message };
    if (error instanceof Error && error.message === 'other flags are written')
      return { kind: 'bad', what: 'flags' };
    throw error;
  }
}
