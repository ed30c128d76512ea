import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testSeed } from '../seed.ts';
import { decoders } from './decoders.ts';
import { findings, fuzz, read } from './fuzz.ts';

const FUZZ_MS = 1000;
const seed = testSeed();
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headframe-fuzz-'));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const decoder of await decoders(folder)) {
  const { name, samples } = decoder;
  for (const [file, bytes] of findings(decoder)) {
    test(`${name}: ${file}, which was read wrongly once, is taken or refused`, async () => {
      await read(decoder, bytes);
    });
  }
  test(`${name}: mutations are taken or refused by a code, and nothing else`, async (t) => {
    t.diagnostic(`HEADFRAME_SEED=${seed}`);
    let whole = 0;
    for (const sample of samples) if (await read(decoder, sample)) whole += 1;
    assert.ok(whole > 0, 'a sample is taken');
    const { runs, taken } = await fuzz(decoder, FUZZ_MS, seed);
    t.diagnostic(`${taken} of ${runs} mutations were taken`);
    assert.ok(taken < runs);
  });
}
