import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeBase64,
  FrameError,
  type JsonSlice,
  PreambleReader,
  recognise,
  skim,
  TextPacketReader,
} from '../../codec/frame/index.ts';
import { testSeed } from '../seed.ts';
import { withShortStacks } from '../short-stacks.ts';
import { cut } from './cutting.ts';

const MUTATIONS = 10_000;
const MAX_BYTES = 600;
const SAMPLES = [
  'request_data{"method": "write_p", "params": ["x", "gAVLBS4=", "server"], "jsonrpc": "2.0", "id": 0}PMEND',
  'long_conn{"method": "read_p", "params": ["PMEND"]}PMEND {"method": "get_var_dic", "params": []}PMEND',
  '{"timestamp": 1795371783.88, "name": "a\\"PMEND", "contents": "", "method": "request_data"}{"method": "x"}PMEND',
  '{"method": "start_long_connection", "name": "\\u53d8变", "params": [], "id": 0}PMEND{}PMEND[1.5e3, true, null]PMEND',
];
const PIECES = [
  'PMEND',
  'P',
  '"',
  '\\',
  '\\u00',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\u0000',
  '\u00ff',
  'é',
  '1e',
  'A'.repeat(90),
];

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

function mutate(bytes: Buffer, random: (below: number) => number): Buffer {
  const at = random(bytes.length + 1);
  const piece = Buffer.from(PIECES[random(PIECES.length)] ?? '', 'utf8');
  const removed = random(3) === 0 ? random(12) : 0;
  if (random(3) === 0 && at < bytes.length) {
    const changed = Buffer.from(bytes);
    changed[at] = random(256);
    return changed;
  }
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + removed)]);
}

/** The code of a refusal; any other error is passed on. */
function refusal(run: () => void): string {
  try {
    withShortStacks(run);
    return 'taken';
  } catch (error) {
    if (error instanceof FrameError) return error.code;
    throw error;
  }
}

function takeApart(slice: JsonSlice): void {
  slice.parse();
  if (slice.kind === 'array') slice.elements().forEach(takeApart);
  if (slice.kind === 'object') for (const member of slice.members().values()) takeApart(member);
  if (slice.kind === 'string') {
    const { bytes, hasEscapes } = slice.rawText();
    refusal(() => void decodeBase64(bytes, { hasEscapes }));
  }
}

function packetsOf(chunks: readonly Buffer[]): string[] {
  const reader = new TextPacketReader({ maxBytes: MAX_BYTES });
  const packets = chunks.flatMap((chunk) => reader.push(chunk));
  assert.ok(reader.pendingBytes <= MAX_BYTES + 5);
  return packets.map((packet) => (packet instanceof FrameError ? packet.code : packet.toString('latin1')));
}

function preambleOf(chunks: readonly Buffer[]): string {
  const reader = new PreambleReader(MAX_BYTES);
  try {
    for (const [index, chunk] of chunks.entries()) {
      const preamble = reader.push(chunk);
      if (preamble === undefined) continue;
      const rest = Buffer.concat([preamble.rest, ...chunks.slice(index + 1)]);
      return `${preamble.bytes.toString('latin1')}|${rest.toString('latin1')}`;
    }
    return 'incomplete';
  } catch (error) {
    if (error instanceof FrameError) return error.code;
    throw error;
  }
}

test(`${MUTATIONS} mutations: only coded refusals, and the same result wherever chunks are cut`, (context) => {
  const seed = testSeed();
  context.diagnostic(`HEADFRAME_SEED=${seed}`);
  const random = generator(seed);
  let taken = 0;
  for (let run = 0; run < MUTATIONS; run += 1) {
    let bytes: Buffer = Buffer.from(SAMPLES[random(SAMPLES.length)] ?? '');
    for (let count = random(4); count >= 0; count -= 1) bytes = mutate(bytes, random);
    const places = Array.from({ length: random(6) }, () => random(bytes.length + 1));
    const where = `run ${run} of HEADFRAME_SEED=${seed}: ${bytes.toString('latin1')}`;

    const { is, consumed } = recognise(bytes);
    assert.ok(consumed <= bytes.length && (is !== 'incomplete' || bytes.length < 12), where);
    const whole = packetsOf([bytes.subarray(consumed)]);
    assert.deepEqual(packetsOf(cut(bytes.subarray(consumed), places)), whole, where);
    assert.equal(preambleOf(cut(bytes, places)), preambleOf([bytes]), where);
    for (const packet of whole) {
      if (refusal(() => takeApart(skim(Buffer.from(packet, 'latin1')))) === 'taken') taken += 1;
    }
  }
  assert.ok(taken > MUTATIONS / 10, `${taken} packets were taken whole`);
});
