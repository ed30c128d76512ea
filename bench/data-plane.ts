/**
 * Large values and cached ones in Node, beside what the operating system gives alone and ioredis, in turns: the
 * medians, the ratios, and whether the goals are met. `bench/data-plane.py` does the same in Python.
 *
 * `node --import tsx bench/data-plane.ts [--json] [repetitions] [megabytes]`, 5 and 1000 unless told. To compare what takes
 * microseconds all processes should share one core: put `taskset -c 0` in front.
 */
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Client, connect } from '../clients/node/index.ts';
import { loadMapFile } from '../clients/node/places/memory-map.ts';
import { RestartableHost } from '../test/clients/restartable-host.ts';
import { median } from './median.ts';
import { RedisServer } from './redis-server.ts';
import { benchArguments, isJson, printFinding } from './report.ts';

const MEGABYTE = 1_000_000;
const AT_ONCE = 2 ** 30;

type Run = () => unknown;

/** How a line is measured: calls of ours and of the peer's in one turn, and what is asked of the ratio. */
interface Line {
  readonly label: string;
  readonly peer: string;
  readonly ours: Run;
  readonly theirs: Run;
  readonly calls: number;
  readonly theirCalls?: number;
  /** Clears away what the peer has left, which does not count. */
  readonly after?: () => void;
  /** `at most`: of our time in theirs; `at least`: of their time in ours. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Milliseconds of one call. */
async function time(run: Run, calls: number): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call++) await run();
  return (performance.now() - start) / calls;
}

async function measure(line: Line, repetitions: number): Promise<void> {
  const found: [number[], number[]] = [[], []];
  for (let repetition = 0; repetition <= repetitions; repetition++) {
    const mine = await time(line.ours, line.calls);
    const other = await time(line.theirs, line.theirCalls ?? line.calls);
    line.after?.();
    if (repetition === 0) continue;
    found[0].push(mine);
    found[1].push(other);
  }
  if (isJson) printMicroseconds(line, found);
  else console.log(cellsOf(line, found));
}

function printMicroseconds({ label, peer, goal }: Line, [ours, theirs]: [number[], number[]]): void {
  const least = goal && ('atMost' in goal ? 1 / goal.atMost : goal.atLeast);
  const inMicroseconds = (times: number[]): number[] => times.map((time) => time * 1000);
  const values = { ours: inMicroseconds(ours), theirs: inMicroseconds(theirs) };
  printFinding({ label, peer, unit: 'µs', ...values, ...(least === undefined ? {} : { goal: least }) });
}

function cellsOf(line: Line, found: [number[], number[]]): string {
  const [mine, other] = [median(found[0]), median(found[1])];
  const isFaster = line.goal !== undefined && 'atLeast' in line.goal;
  const ratio = isFaster ? other / mine : mine / other;
  const cells = [microseconds(mine), microseconds(other), ratio.toFixed(2), verdict(line, ratio)];
  return `${line.label}, to ${line.peer}`.padEnd(50) + cells.map((cell) => cell.padStart(16)).join('');
}

function verdict({ goal }: Line, ratio: number): string {
  if (!goal) return '';
  const isMet = 'atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast;
  const asked = 'atMost' in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`;
  return `${asked} ${isMet ? 'pass' : 'MISS'}`;
}

function microseconds(milliseconds: number): string {
  return `${(milliseconds * 1000).toFixed(milliseconds < 1 ? 2 : 0)} µs`;
}

function writeFile(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, 'w', 0o600);
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, Math.min(AT_ONCE, bytes.length - done), done);
  }
  closeSync(fd);
}

function pass(array: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < array.length; index++) sum += array[index] ?? 0;
  return sum;
}

async function lines(client: Client, redis: Redis, folder: string, megabytes: number): Promise<Line[]> {
  const map = await loadMapFile();
  if (!map) throw new Error('koffi is not installed');
  const path = join(folder, 'bare');
  const array = new Float64Array((megabytes * MEGABYTE) / 8).fill(0.5);
  const bytes = new Uint8Array(array.buffer);
  await client.set('big', array);
  await client.set('small', array.subarray(0, (2 * MEGABYTE) / 8));
  await client.set('n', 12_345);
  await redis.set('n', 12_345);
  writeFile(path, bytes);
  const mapBare = (): Float64Array => {
    const fd = openSync(path, 'r');
    const whole = new Float64Array(map(fd, bytes.length, 'private'));
    closeSync(fd);
    return whole;
  };
  const get = (): Promise<Float64Array> => client.get<Float64Array>('big');
  const size = `${megabytes} MB`;
  return [
    {
      label: `get ${size}`,
      peer: 'open + mmap',
      ours: get,
      theirs: mapBare,
      calls: 200,
      goal: { atMost: 2.5 },
    },
    {
      label: `get ${size}`,
      peer: 'get 2 MB',
      ours: get,
      theirs: () => client.get('small'),
      calls: 200,
      goal: { atMost: 1.3 },
    },
    {
      label: `get ${size} and a pass`,
      peer: 'a pass over an own array',
      ours: async () => pass(await get()),
      theirs: () => pass(array),
      calls: 1,
      goal: { atMost: 1.5 },
    },
    {
      label: `put ${size}`,
      peer: 'write()',
      ours: () => {
        array[0] = Math.random();
        return client.set('put', array);
      },
      theirs: () => writeFile(`${path}2`, bytes),
      after: () => unlinkSync(`${path}2`),
      calls: 1,
      goal: { atMost: 1.2 },
    },
    {
      label: 'get of a number that was read before',
      peer: 'ioredis',
      ours: () => client.get('n'),
      theirs: () => redis.get('n'),
      calls: 100_000,
      theirCalls: 2000,
      goal: { atLeast: 40 },
    },
  ];
}

async function main(repetitions: number, megabytes: number): Promise<void> {
  await using host = await RestartableHost.start();
  const server = await RedisServer.start();
  const redis = new Redis(server.socket);
  try {
    await using client = await connect(host.address);
    const head = ['headframe', 'peer', 'ratio', 'goal'].map((cell) => cell.padStart(16)).join('');
    if (!isJson) console.log(' '.repeat(50) + head);
    for (const line of await lines(client, redis, host.folder, megabytes)) await measure(line, repetitions);
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

await main(Number(benchArguments[0] ?? 5), Number(benchArguments[1] ?? 1000));
