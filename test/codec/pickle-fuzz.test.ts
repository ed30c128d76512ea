import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { CodecError } from '../../codec/errors.ts';
import { DATA_ONLY_LIST } from '../../codec/pickle/data-only-policy.ts';
import { inspectPickle } from '../../codec/pickle/inspect.ts';
import { kindOfPickle } from '../../codec/pickle/kind.ts';
import { scanPickle } from '../../codec/pickle/scan.ts';
import { splicePickledDict } from '../../codec/pickle/splice.ts';
import { readVarDict } from '../../codec/pickle/var-dict.ts';
import { testSeed } from '../seed.ts';
import { withShortStacks } from '../short-stacks.ts';
import { cpuMs } from './cpu-time.ts';
import { hostileSamples } from './hostile-samples.ts';
import { kindSamples } from './kind-samples.ts';
import { mutate } from './mutate.ts';
import { pythonLines } from './python.ts';
import { Random } from './random.ts';
import { RandomPickle } from './random-pickle.ts';

const MUTATIONS = 10_000;
const MUTATIONS_A_TIME = 20;
/** Of the processor's time, which does not depend on what else the machine does. */
const LONGEST_MS = 1000;
const STRESS_BYTES = 2 ** 20;
const HEAP_MB = 64;
/** From the sources, or from what they were built to. */
const STRESS = import.meta.filename.endsWith('.ts')
  ? ['--import', import.meta.resolve('tsx'), join(import.meta.dirname, 'stress.ts')]
  : [join(import.meta.dirname, 'stress.js')];
/** What a process with the loader in it takes by itself. */
const OWN_HEAP_MB = 24;

interface Answer {
  pattern: string;
  reader: string;
  outcome: string;
  ms: number;
}

/** Gives undefined when it throws a CodecError; any other error fails the test. */
function outcome<Result>(read: () => Result): Result | undefined {
  try {
    return withShortStacks(read);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

function sources(random: Random): Buffer[] {
  const real = kindSamples()
    .flatMap(({ pickles }) => pickles)
    .filter((base64) => base64.length < 4000);
  return [
    ...real.map((base64) => Buffer.from(base64, 'base64')),
    ...hostileSamples.map(({ pickle }) => Buffer.from(pickle, 'latin1')),
    ...Array.from({ length: 100 }, () => new RandomPickle(random).write()),
  ];
}

test('mutated pickles: refused or read, in time, and what is called data imports and calls nothing else', (t) => {
  const random = new Random(testSeed());
  t.diagnostic(`seed ${random.seed}; replay with HEADFRAME_SEED=${random.seed}`);
  const originals = sources(random);
  const dataOnly: string[] = originals
    .filter((pickle) => inspectPickle(pickle).verdict === 'data-only')
    .map((one) => one.toString('base64'));
  const unmutated = dataOnly.length;
  let start = process.cpuUsage();
  for (let count = 0; count < MUTATIONS; count++) {
    const pickle = mutate(random, random.pick(originals), originals);
    const scan = outcome(() => scanPickle(pickle));
    const { verdict } = inspectPickle(pickle);
    outcome(() => kindOfPickle(pickle));
    outcome(() => readVarDict(pickle));
    const spliced = outcome(() =>
      splicePickledDict([
        { name: 'a', pickle },
        { name: 'b', pickle },
      ]).toBuffer(),
    );
    // The clock costs as much as a short pickle: several together are held to what one may take.
    if (count % MUTATIONS_A_TIME === 0) {
      assert.ok(cpuMs(start) < LONGEST_MS, `seed ${random.seed}, before mutation ${count}`);
      start = process.cpuUsage();
    }
    if (scan === undefined) assert.ok(verdict === 'invalid' || verdict === 'unknown');
    if (spliced) assert.equal(scanPickle(spliced).trailing, 0);
    if (spliced && verdict === 'data-only') assert.equal(inspectPickle(spliced).verdict, 'data-only');
    if (verdict === 'data-only') dataOnly.push(pickle.toString('base64'));
  }
  t.diagnostic(`${dataOnly.length - unmutated} of ${MUTATIONS} mutations are called data`);
  assert.ok(dataOnly.length - unmutated > MUTATIONS / 50);
  const lines = pythonLines<{ loaded?: number; violation?: string }>(
    ['load-data-only.py'],
    `${JSON.stringify(DATA_ONLY_LIST)}\n${dataOnly.join('\n')}`,
  );
  assert.deepEqual(
    lines.filter(({ violation }) => violation),
    [],
  );
  assert.ok((lines.at(-1)?.loaded ?? 0) > unmutated / 2);
});

test('real data of all protocols is called data; functions, classes and user objects are not', () => {
  const samples = kindSamples();
  const foreign = /^(function|lambda|builtin function|class|object|module|exception)$/;
  for (const { label, pickles } of samples) {
    for (const [at, base64] of pickles.entries()) {
      const { verdict, reasons } = inspectPickle(Buffer.from(base64, 'base64'));
      assert.equal(
        verdict === 'data-only',
        !foreign.test(label),
        `${label}, pickle ${at}: ${reasons.join('; ')}`,
      );
    }
  }
});

test('hostile megabytes take under a second and 64 MB each', async () => {
  const patterns: [head: string, pattern: string, tail: string][] = [
    ['', '(', ''],
    ['', '(N', ''],
    ['', ']', ''],
    ['', ']\x94', '.'],
    ['', 'N\x85', '.'],
    ['N', '\x85', '.'],
    ['', '\x8c\x00\x85', '.'],
    ['', '\x8c\x00\x8c\x00\x93', '.'],
    ['ccollections\nOrderedDict\n', ')R', '.'],
    ['', 'ccollections\nOrderedDict\n)R', '.'],
    ['', 'ca\nb\n', '.'],
    ['N', '20', '.'],
    ['N', '(1', '.'],
    ['(', '0(', '1N.'],
    ['N', 'q\x00', '.'],
    ['N', 'q\x00h\x00', '.'],
    ['Np7\n', '0g7\n', '.'],
    ['N', 'p99999\np1\n', '.'],
    ['', '\x95\x00\x00\x00\x00\x00\x00\x00\x00', 'N.'],
    ['N', '\x80\x02\x80\x04', '.'],
    ['L', '9', '\n.'],
    ['V', '\\', '\n.'],
    ["S'", '\\', "'\n."],
    ['}', '(u', '.'],
    ['}(', 'U\x01aU\x01b', 'u.'],
    ['](', 'K\x01', 'e.'],
    ['', 'I1\n', '.'],
  ];
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB + OWN_HEAP_MB}`, ...STRESS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify({ patterns, size: STRESS_BYTES }));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  assert.equal(code, 0);
  const answers = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  assert.equal(answers.length, patterns.length * 5);
  for (const { pattern, reader, outcome: result, ms } of answers) {
    assert.match(result, /^(read|BAD_PICKLE|TOO_LARGE)$/, `${reader} on ${JSON.stringify(pattern)}`);
    assert.ok(ms < LONGEST_MS, `${reader} on ${JSON.stringify(pattern)} took ${ms} ms`);
  }
});
