/**
 * The codec beside CPython, in MB of pickle a second: `node --import tsx bench/codec.ts [--json] [rounds [payload …]]`.
 *
 * Every operation on a payload has a process of its own, in turn with one of CPython's; times are processor times, the best
 * of so many rounds (8), so that the ratios mean something on a busy machine too. A cell is `MB/s ratio/goal`; a ratio above 1 is faster than CPython.
 *
 * `splice` is what the workspace does: the scan was kept when the value was written, and the dict goes out in pieces, large
 * parts as views. `scan+splice+copy` scans first and gathers the dict in one buffer that is used again; `+new memory` in one
 * made each time, of which the system's handing out of fresh pages is the most (there is no goal: nothing of the host does it).
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describePickle, encodePickle } from '../codec/index.ts';
import { COLUMNS, DESCRIBE_ARRAY_MS, GOALS, OPERATIONS, type Operation } from './codec-goals.ts';
import type { Measured } from './codec-round.ts';
import { median } from './median.ts';
import { benchArguments, isJson, printFinding } from './report.ts';

interface Python {
  readonly dumps: number;
  readonly loads: number;
}

const PYTHON = '/usr/bin/python3';
const SCRIPT = join(import.meta.dirname, 'codec.py');
const LEAST_MS = 0.001;

const rounds = Number(benchArguments[0] ?? 8);
const wanted = benchArguments.slice(1);
let missed = 0;

/** The best times of both sides, measured in turn; nothing of ours where the operation is not measured. */
async function race(file: string, operation: Measured): Promise<{ python: Python; ms: number | undefined }> {
  const python = spawn(PYTHON, [SCRIPT, 'time', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
  const side = join(import.meta.dirname, 'codec-round.ts');
  const child = fork(side, [file, operation], { execArgv: ['--import', import.meta.resolve('tsx')] });
  const ended = Promise.all([once(python, 'exit'), once(child, 'exit')]);
  await once(child, 'message');
  const theirs: Python[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    python.stdin.write('\n');
    theirs.push(JSON.parse((await lines.next()).value));
    child.send('round');
    const [ms]: (number | null)[] = await once(child, 'message');
    if (typeof ms === 'number') ours.push(ms);
  }
  python.stdin.end();
  child.disconnect();
  await ended;
  return { python: least(theirs), ms: ours.length > 0 ? Math.max(LEAST_MS, Math.min(...ours)) : undefined };
}

function least<T extends object>(all: readonly T[]): T {
  const best: Record<string, number> = {};
  for (const times of all) {
    for (const [name, ms] of Object.entries(times)) {
      best[name] = Math.max(LEAST_MS, Math.min(best[name] ?? ms, ms));
    }
  }
  return best as T;
}

function cell(name: string, operation: Operation, bytes: number, python: Python, ms?: number): string {
  if (ms === undefined) return '-';
  const { beside } = COLUMNS[operation];
  const theirs = beside === 'both' ? python.loads + python.dumps : python[beside];
  const ratio = theirs / ms;
  const goal = GOALS[name]?.[operation];
  if (isJson) {
    const peer = `CPython, ${beside === 'both' ? 'loads + dumps' : beside}`;
    const times = { ours: [ms], theirs: [theirs], ...(goal === undefined ? {} : { goal }) };
    printFinding({ label: `${COLUMNS[operation].title}: ${name}`, unit: 'ms', peer, ...times });
  }
  const passed = goal === undefined || ratio >= goal;
  if (!passed) missed++;
  const shown = `${(bytes / 1000 / ms).toFixed(0)} ${ratio.toFixed(ratio < 10 ? 2 : 0)}`;
  return goal === undefined ? shown : `${shown}/${goal}${passed ? '' : ' MISS'}`;
}

function print(cells: readonly string[]): void {
  const text = cells.map((shown, i) => (i === 0 ? shown.padEnd(13) : shown.padStart(i < 3 ? 12 : 19)));
  if (!isJson) process.stdout.write(`${text.join('')}\n`);
}

/** Describes an array of 1 GB, which is never looked at: wall time, the median. */
function describeLargeArray(): void {
  const bytes = 1e9;
  const small = encodePickle(new Float64Array(64));
  const length = Buffer.of(0x42, 0, 2, 0, 0);
  const at = small.indexOf(length) + 1;
  const pickle = Buffer.alloc(small.length - 512 + bytes);
  small.copy(pickle, 0, 0, at);
  pickle.writeUInt32LE(bytes, at);
  small.copy(pickle, at + 4 + bytes, at + 4 + 512);
  const times = Array.from({ length: 51 }, () => {
    const start = performance.now();
    const { bytes: described } = describePickle(pickle);
    if (described !== pickle.length) throw new Error('the array was not described');
    return performance.now() - start;
  });
  const middle = median(times);
  const bound = { peer: 'bound', theirs: [DESCRIBE_ARRAY_MS], goal: 1 };
  if (isJson) {
    printFinding({ label: 'describe: an array of 1 GB', unit: 'ms', ours: times, ...bound });
    return;
  }
  const passed = middle <= DESCRIBE_ARRAY_MS;
  if (!passed) missed++;
  process.stdout.write(
    `describing an array of 1 GB: median ${middle.toFixed(2)} ms of at most ${DESCRIBE_ARRAY_MS}${passed ? '' : ' MISS'}\n`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'bench-codec-'));
try {
  const names: string[] = JSON.parse(execFileSync(PYTHON, [SCRIPT, 'make', folder], { encoding: 'utf8' }));
  print(['payload', 'MB', 'loads/dumps', ...OPERATIONS.map((name) => COLUMNS[name].title), 'describe']);
  for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    const file = join(folder, name);
    const bytes = statSync(file).size;
    const { python, ms: described } = await race(file, 'describe');
    const rate = (ms: number) => (bytes / 1000 / ms).toFixed(0);
    const cells: string[] = [];
    for (const operation of OPERATIONS) {
      const result = await race(file, operation);
      cells.push(cell(name, operation, bytes, result.python, result.ms));
    }
    print([
      name,
      (bytes / 1e6).toFixed(1),
      `${rate(python.loads)}/${rate(python.dumps)}`,
      ...cells,
      `${described?.toFixed(2)} ms`,
    ]);
  }
  describeLargeArray();
  if (!isJson) process.stdout.write(missed === 0 ? 'all goals met\n' : `${missed} goals missed\n`);
} finally {
  rmSync(folder, { recursive: true });
}
