/**
 * The codec beside CPython, in MB of pickle a second: `node --import tsx bench/codec.ts [rounds]`.
 *
 * Both sides are timed in processor time, the best of so many rounds (5), in one command on the same payloads, so that the
 * ratios mean something on a busy machine too. A ratio above 1 is faster than CPython.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeTypedJson } from '../codec/json/encode.ts';
import { decodePickle } from '../codec/pickle/decode.ts';
import { describePickle } from '../codec/pickle/describe.ts';
import { encodePickle } from '../codec/pickle/encode.ts';
import { scanPickle } from '../codec/pickle/scan.ts';
import { splicePickledDict } from '../codec/pickle/splice.ts';
import { typedJsonToPickle } from '../codec/pickle/transcode.ts';

const rounds = Number(process.argv[2] ?? 5);

interface Python {
  readonly dumps: number;
  readonly loads: number;
}

/** Processor milliseconds of the best round. */
function best(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return Math.max(least, 0.001);
}

function print(cells: readonly (string | number)[]): void {
  const text = cells.map((cell, i) => String(cell)[i === 0 ? 'padEnd' : 'padStart'](i === 0 ? 13 : 17));
  process.stdout.write(`${text.join('')}\n`);
}

/** `MB/s (ratio to CPython)`. */
function rate(bytes: number, ms: number, python: number): string {
  return `${(bytes / 1000 / ms).toFixed(0)} (${(python / ms).toFixed(ms < python / 10 ? 0 : 2)}x)`;
}

function measure(name: string, pickle: Buffer, python: Python): void {
  const value = decodePickle(pickle);
  const { document } = encodeTypedJson(value, { attachFrom: 1 });
  const transcodes = name === 'array-80MB' || name.startsWith('frame') ? undefined : document;
  const entries = [
    { name: 'pad', pickle: encodePickle(['one', 'entry', 'before']) },
    { name: 'value', pickle },
  ];
  const both = python.loads + python.dumps;
  const bytes = pickle.length;
  print([
    name,
    (bytes / 1e6).toFixed(1),
    `${(bytes / 1000 / python.loads).toFixed(0)} / ${(bytes / 1000 / python.dumps).toFixed(0)}`,
    rate(
      bytes,
      best(() => scanPickle(pickle)),
      python.loads,
    ),
    rate(
      bytes,
      best(() => splicePickledDict(entries).toBuffer()),
      both,
    ),
    rate(
      bytes,
      best(() => decodePickle(pickle)),
      python.loads,
    ),
    rate(
      bytes,
      best(() => encodePickle(value)),
      python.dumps,
    ),
    transcodes === undefined
      ? '-'
      : rate(
          bytes,
          best(() => typedJsonToPickle(transcodes)),
          python.dumps,
        ),
    `${best(() => describePickle(pickle)).toFixed(2)} ms`,
  ]);
}

const folder = mkdtempSync(join(tmpdir(), 'bench-codec-'));
try {
  const script = join(import.meta.dirname, 'codec.py');
  const python = JSON.parse(
    execFileSync('/usr/bin/python3', [script, folder, String(rounds)], { encoding: 'utf8' }),
  );
  print(['payload', 'MB', 'loads / dumps', 'scan', 'splice', 'decode', 'write', 'transcode', 'describe']);
  for (const name of Object.keys(python)) measure(name, readFileSync(join(folder, name)), python[name]);
} finally {
  rmSync(folder, { recursive: true });
}
