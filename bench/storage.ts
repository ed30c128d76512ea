/**
 * What keeping variables on disk costs, beside redis-server with its append-only file where that is
 * installed. The workspace runs in this process, without a socket; Redis is driven over one by its own
 * redis-benchmark, so only what the disk decides may be compared.
 *
 *     node --import tsx bench/storage.ts [--json] [VARIABLES]
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHooks } from '../plugins/workspace/hooks.ts';
import { nodeFileSystem } from '../plugins/workspace/storage/file-system.ts';
import { recoverStore } from '../plugins/workspace/storage/recover-store.ts';
import { Storage } from '../plugins/workspace/storage/storage.ts';
import { Store } from '../plugins/workspace/store.ts';
import { Workspace } from '../plugins/workspace/workspace.ts';
import { DurableRedis } from './durable-redis.ts';
import { median } from './median.ts';
import { benchArguments, type Comparison, findingOf, isJson, printFinding } from './report.ts';

const VARIABLES = Number(benchArguments[0] ?? 1_000_000);
/** Of a quick run everything else is less too. */
const SHARE = Math.min(1, VARIABLES / 1_000_000);
const WRITERS = 50;
const ROUNDS = 3;
const VALUE = { method: 'json', document: Buffer.from(`"${'x'.repeat(98)}"`), buffers: [] } as const;
const LIMITS = {
  history: 15,
  recycleBin: 1000,
  historyBytes: 2 ** 28,
  maxVariables: 2_000_000,
  maxValueBytes: 2 ** 32,
  maxTotalBytes: 2 ** 36,
  changes: 65_536,
};
const AUTHOR = { provider: 'bench' };

interface Opened {
  readonly workspace: Workspace;
  readonly storage: Storage;
  readonly store: Store;
}

function open(folder: string): Opened {
  const report = (error: Error): never => {
    throw error;
  };
  const storage = new Storage({ folder, files: nodeFileSystem, limits: LIMITS, report });
  const { store } = recoverStore(storage, LIMITS);
  return { storage, store, workspace: new Workspace(store, createHooks(), () => 'any', storage) };
}

function line(what: string, figures: string): void {
  if (!isJson) console.log(`${what.padEnd(52)}${figures}`);
}

/** Prints a comparison: our median, the peer's, how many times as good ours is, and whether that is enough. */
function compare(comparison: Comparison): void {
  if (isJson) {
    printFinding(comparison);
    return;
  }
  const { label, unit, peer, ours, theirs, ratio, goal } = findingOf(comparison);
  const shown = (value: number): string => `${value >= 100 ? Math.round(value) : value.toFixed(2)} ${unit}`;
  const verdict = goal === undefined ? '' : ` (goal ×${goal.toFixed(2)}: ${ratio >= goal ? 'pass' : 'MISS'})`;
  line(label, `${shown(ours)}; ${peer} ${shown(theirs)}, ×${ratio.toFixed(2)}${verdict}`);
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-bench-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes one after the other, each to a variable of its own of 1000; per second. */
async function writesPerSecond(workspace: Workspace, count: number): Promise<number> {
  let number = 0;
  const start = performance.now();
  for (let index = 0; index < count; index++) {
    const document = Buffer.from(`"${String(number++).padStart(98)}"`);
    await workspace.write([{ name: `v${index % 1000}`, value: { ...VALUE, document } }], AUTHOR);
  }
  return (count * 1000) / (performance.now() - start);
}

async function writtenLevel(): Promise<void> {
  const inMemory: number[] = [];
  const onDisk: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    inMemory.push(
      await writesPerSecond(new Workspace(new Store(LIMITS), createHooks(), () => 'any'), 100_000 * SHARE),
    );
    await inFolder(async (folder) => {
      const { workspace, storage } = open(folder);
      onDisk.push(await writesPerSecond(workspace, 100_000 * SHARE));
      await storage.close();
    });
  }
  const label = 'write 100 B, level written, one after the other';
  compare({ label, unit: '/s', ours: onDisk, peer: 'in memory alone', theirs: inMemory });
  const extra = 1e6 / median(onDisk) - 1e6 / median(inMemory);
  line('  what the log costs a write', `${extra.toFixed(2)} µs`);
}

/** Writers that each wait for the disk before their next write; per second. */
async function syncedPerSecond(workspace: Workspace, count: number): Promise<number> {
  let number = 0;
  const writer = async (index: number): Promise<void> => {
    for (let done = 0; done < count / WRITERS; done++) {
      const document = Buffer.from(`"${String(number++).padStart(98)}"`);
      await workspace.writeOne(`v${index}`, { ...VALUE, document }, { ...AUTHOR, level: 'synced' });
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(index)));
  return (count * 1000) / (performance.now() - start);
}

async function syncedLevel(): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await inFolder(async (folder) => {
      const { workspace, storage } = open(folder);
      ours.push(await syncedPerSecond(workspace, 20_000 * SHARE));
      await storage.close();
    });
    if (!DurableRedis.installed) continue;
    const redis = new DurableRedis();
    await redis.start('always');
    theirs.push(await redis.set(20_000 * SHARE, WRITERS, 1));
    await redis.remove();
  }
  const label = `write 100 B, level synced, ${WRITERS} writers`;
  if (theirs.length > 0)
    compare({ label, unit: '/s', ours, peer: 'Redis, appendfsync always', theirs, goal: 0.75 });
  else line(label, `${Math.round(median(ours))}/s`);
}

/** What a process of its own needs to recover a folder. */
interface RecoveryFigures {
  readonly ms: number;
  /** Resident afterwards, and how much of that the recovery took. */
  readonly megabytes: number;
  readonly grown: number;
  readonly variables: number;
}

/** The same several times. */
async function recoveries(folder: string): Promise<RecoveryFigures[]> {
  const found: RecoveryFigures[] = [];
  for (let round = 0; round < ROUNDS; round++) found.push(await recoverElsewhere(folder));
  return found;
}

/** How long Redis takes to start with as much in its append-only file, in s, and its memory then in MB. */
async function redisLoad(): Promise<{ seconds: number[]; megabytes: number }> {
  const redis = new DurableRedis();
  await redis.start('everysec');
  await redis.set(VARIABLES, WRITERS, 16);
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await redis.stop();
    seconds.push((await redis.start('everysec')) / 1000);
  }
  const megabytes = await redis.memory();
  await redis.remove();
  return { seconds, megabytes };
}

async function recoverElsewhere(folder: string): Promise<RecoveryFigures> {
  const child = fork(fileURLToPath(import.meta.url), ['--recover', folder], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const [figures] = (await once(child, 'message')) as [RecoveryFigures];
  await once(child, 'exit');
  return figures;
}

async function loadAndRecover(): Promise<void> {
  await inFolder(async (folder) => {
    const { workspace, storage } = open(folder);
    const start = performance.now();
    for (let index = 0; index < VARIABLES; index++) {
      await workspace.write([{ name: `variable_${index}`, value: VALUE }], AUTHOR);
      if (index % 1000 === 0) await new Promise(setImmediate);
    }
    const seconds = (performance.now() - start) / 1000;
    await storage.close();
    const bytes = statSync(join(folder, 'log-1')).size;
    line(
      `load of ${VARIABLES} × 100 B`,
      `${seconds.toFixed(2)} s, ${Math.round(VARIABLES / seconds)}/s, ${Math.round(bytes / 1e6)} MB of log`,
    );
    const fromLog = await recoveries(folder);
    const again = open(folder);
    await again.storage.snapshot();
    await again.storage.close();
    const fromSnapshot = await recoveries(folder);
    const secondsOf = (figures: readonly RecoveryFigures[]): number[] => figures.map(({ ms }) => ms / 1000);
    const ours = secondsOf(fromLog);
    const recovery = { label: `recover ${VARIABLES} × 100 B from the log`, unit: 's', ours } as const;
    compare({ ...recovery, peer: 'bound', theirs: [2 * SHARE], goal: 1 });
    const label = `recover ${VARIABLES} × 100 B from a snapshot`;
    compare({ label, unit: 's', ours: secondsOf(fromSnapshot), peer: 'from the log', theirs: ours, goal: 1 });
    if (!DurableRedis.installed) return;
    const { seconds: theirs, megabytes } = await redisLoad();
    compare({ ...recovery, peer: 'Redis, load of its AOF', theirs, goal: 1 / 1.2 });
    const memory = { unit: 'MB', peer: 'Redis', theirs: [megabytes] } as const;
    const resident = fromLog.map((one) => one.megabytes);
    compare({ ...memory, label: 'memory then, all of the process', ours: resident, goal: 1 / 1.4 });
    compare({ ...memory, label: 'memory that the recovery took', ours: fromLog.map((one) => one.grown) });
  });
}

/** A value of so many bytes, and the same bytes by bare write() for comparison; MB/s. */
async function largeValues(size: number): Promise<void> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 2 * ROUNDS; round++) {
    await inFolder(async (folder) => {
      const buffer = Buffer.allocUnsafeSlow(size).fill(round);
      const document = Buffer.from('"x"');
      const { workspace, storage } = open(folder);
      const fd = openSync(join(folder, 'bare'), 'w');
      const start = performance.now();
      writeSync(fd, buffer);
      bare.push(size / 1000 / (performance.now() - start));
      fdatasyncSync(fd);
      closeSync(fd);
      const second = performance.now();
      await workspace.write([{ name: 'x', value: { method: 'json', document, buffers: [buffer] } }], AUTHOR);
      ours.push(size / 1000 / (performance.now() - second));
      await storage.close();
    });
  }
  const label = `write ${size / 1e6} MB, level written`;
  compare({ label, unit: 'MB/s', ours, peer: 'write()', theirs: bare });
}

if (process.argv[2] === '--recover') {
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const { storage, store } = open(process.argv[3] ?? '');
  const ms = performance.now() - start;
  const after = process.memoryUsage.rss();
  const figures: RecoveryFigures = {
    ms,
    megabytes: Math.round(after / 2 ** 20),
    grown: Math.round((after - before) / 2 ** 20),
    variables: store.variables.size,
  };
  await storage.close();
  process.send?.(figures, () => process.disconnect());
} else {
  line('machine', `load ${execFileSync('cat', ['/proc/loadavg'], { encoding: 'utf8' }).slice(0, 14)}`);
  await writtenLevel();
  await syncedLevel();
  for (const size of [1e6, 1e8 * SHARE].filter((bytes) => bytes >= 1e6)) await largeValues(size);
  await loadAndRecover();
}
