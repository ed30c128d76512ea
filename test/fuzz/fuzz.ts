import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutate } from '../codec/mutate.ts';
import { Random } from '../codec/random.ts';

/** Something that reads bytes of which nobody knows where they come from. */
export interface Decoder {
  readonly name: string;
  /** What it takes, to be changed. */
  readonly samples: readonly Buffer[];
  /** Whether it takes the bytes; false when it refuses them as it should. Throws for all else. */
  takes(bytes: Buffer): boolean | Promise<boolean>;
}

/** What came of fuzzing. */
export interface Fuzzed {
  readonly runs: number;
  readonly taken: number;
}

/** Inputs are small: whoever takes as long as this for one hangs. */
const HANG_MS = 10_000;
const MOST_BYTES = 64 * 2 ** 20;
const CORPUS = join(import.meta.dirname, 'corpus');

/** Where a decoder's findings are kept. */
export function corpusOf(decoder: Decoder): string {
  return join(CORPUS, decoder.name.replaceAll(' ', '-'));
}

/** Inputs that once were read wrongly, by the name of the file that holds each. */
export function findings(decoder: Decoder): Map<string, Buffer> {
  const folder = corpusOf(decoder);
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(files.map((file) => [file, readFileSync(join(folder, file))]));
}

/** Reads one input. Throws when it is neither taken nor refused, or takes too long or too much memory. */
export async function read(decoder: Decoder, bytes: Buffer): Promise<boolean> {
  const before = process.memoryUsage().arrayBuffers;
  const begin = performance.now();
  const taken = await decoder.takes(bytes);
  assert.ok(performance.now() - begin < HANG_MS, 'it takes too long');
  assert.ok(process.memoryUsage().arrayBuffers - before < MOST_BYTES, 'it takes too much memory');
  assert.deepEqual(Object.keys(Object.prototype), []);
  return taken;
}

/**
 * Reads mutations for so many ms. Throws with the seed, the number and the input in base64 for one that is neither
 * taken nor refused; `found` gets it first.
 */
export async function fuzz(
  decoder: Decoder,
  ms: number,
  seed: number,
  found: (bytes: Buffer) => void = () => undefined,
): Promise<Fuzzed> {
  const random = new Random(seed);
  const end = performance.now() + ms;
  let [runs, taken] = [0, 0];
  for (; performance.now() < end || runs < 2 * decoder.samples.length; runs += 1) {
    const bytes = mutate(random, random.pick(decoder.samples), decoder.samples);
    try {
      if (await read(decoder, bytes)) taken += 1;
    } catch (error) {
      found(bytes);
      const text = `${decoder.name}, HEADFRAME_SEED=${seed}, mutation ${runs}: ${bytes.toString('base64')}`;
      throw new Error(text, { cause: error });
    }
  }
  return { runs, taken };
}
