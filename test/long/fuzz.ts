/**
 * Fuzzes every decoder for so many seconds together, 600 unless told otherwise: `node --import tsx test/long/fuzz.ts
 * [SECONDS]`. Half of the time goes to the decoders of `test/fuzz`, in equal parts; in the other half the tests that
 * fuzz packets, frames, pickles and typed JSON run again and again, each time with another seed. Prints the seeds; a
 * finding is kept in `test/fuzz/corpus`, where a test reads it from then on. `HEADFRAME_SEED` is the first seed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decoders, FUZZING_TESTS } from '../fuzz/decoders.ts';
import { corpusOf, type Decoder, fuzz } from '../fuzz/fuzz.ts';
import { testSeed } from '../seed.ts';

const MS = Number(process.argv[2] ?? 600) * 1000;
let seed = testSeed();
let findings = 0;

function keep(decoder: Decoder, bytes: Buffer): void {
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  mkdirSync(corpusOf(decoder), { recursive: true });
  writeFileSync(join(corpusOf(decoder), name), bytes);
}

/** Fuzzes one decoder; the mutations. */
async function run(decoder: Decoder, ms: number): Promise<number> {
  seed += 1;
  try {
    const { runs, taken } = await fuzz(decoder, ms, seed, (bytes) => keep(decoder, bytes));
    console.log(`${decoder.name}, HEADFRAME_SEED=${seed}: ${taken} of ${runs} mutations taken`);
    return runs;
  } catch (error) {
    console.log(error);
    findings += 1;
    return 0;
  }
}

/** Runs the tests that fuzz once, with a seed of its own. */
async function runTests(): Promise<void> {
  seed += 1;
  const child = spawn(process.execPath, ['--import', 'tsx', '--test', ...FUZZING_TESTS], {
    env: { ...process.env, HEADFRAME_SEED: String(seed) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  console.log(`${FUZZING_TESTS.length} tests, HEADFRAME_SEED=${seed}: ${code === 0 ? 'passed' : output}`);
  if (code !== 0) findings += 1;
}

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headframe-fuzz-'));
try {
  const begin = performance.now();
  const all = await decoders(folder);
  let runs = 0;
  for (const decoder of all) runs += await run(decoder, MS / 2 / all.length);
  let rounds = 0;
  for (; rounds === 0 || performance.now() - begin < MS; rounds += 1) await runTests();
  console.log(
    `${all.length} decoders, ${runs} mutations; ${FUZZING_TESTS.length} tests, ${rounds} seeds: ${findings} findings`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (findings > 0) process.exitCode = 1;
