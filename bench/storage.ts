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
import { benchArguments, isJson, printFinding } from './report.ts';

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
  if (isJson) printFinding({ label, unit: '/s', ours: onDisk, peer: 'in memory alone', theirs: inMemory });
  const [memory, disk] = [median(inMemory), median(onDisk)];
  const extra = 1e6 / disk - 1e6 / memory;
  line(
    '100 B, level written, one after the other',
    `${Math.round(disk)}/s; in memory ${Math.round(memory)}/s`,
  );
  line('  what the log costs a write', `${extra.toFixed(2)} µs`);
}

/** Writers that each wait for the disk before their next write; per second. */
async function syncedPerSecond(workspace: Workspace, count: number): Promise<number> {
  let number = 0;
  const writer = async (index: number): Promise<void> => {
    for (let done = 0; done < count / WRITERS; done++) {
      const document = Buffer.from(`"${String(number++).padStart(98)}"`);
      await workspace.write([{ name: `v${index}`, value: { ...VALUE, document } }], {
        ...AUTHOR,
        level: 'synced',
      });
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
  const peer = 'Redis, appendfsync always';
  if (isJson && theirs.length > 0) printFinding({ label, unit: '/s', ours, peer, theirs, goal: 0.75 });
  const ratio = median(ours) / median(theirs);
  line(
    `100 B, level synced, ${WRITERS} writers`,
    `${Math.round(median(ours))}/s; Redis appendfsync always ${Math.round(median(theirs))}/s, ×${ratio.toFixed(2)} (goal 0.75)`,
  );
}

/** What a process of its own needs to recover a folder. */
interface RecoveryFigures {
  readonly ms: number;
  readonly megabytes: number;
  readonly variables: number;
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
    const fromLog = await recoverElsewhere(folder);
    line(
      '  recovery from the log',
      `${(fromLog.ms / 1000).toFixed(2)} s (goal 2.0), ${fromLog.megabytes} MB resident`,
    );
    const again = open(folder);
    await again.storage.snapshot();
    await again.storage.close();
    const fromSnapshot = await recoverElsewhere(folder);
    line(
      '  recovery from a snapshot',
      `${(fromSnapshot.ms / 1000).toFixed(2)} s, ${fromSnapshot.megabytes} MB resident`,
    );
    const recovery = { label: `recover ${VARIABLES} × 100 B`, unit: 's', ours: [fromLog.ms / 1000] } as const;
    if (isJson) printFinding({ ...recovery, peer: 'bound', theirs: [2 * SHARE], goal: 1 });
    if (!DurableRedis.installed) return;
    const redis = new DurableRedis();
    await redis.start('everysec');
    await redis.set(VARIABLES, WRITERS, 16);
    await redis.stop();
    const ms = await redis.start('everysec');
    const megabytes = await redis.memory();
    if (isJson) {
      printFinding({ ...recovery, peer: 'Redis, load of its AOF', theirs: [ms / 1000], goal: 1 / 1.2 });
      const memory = { ours: [fromLog.megabytes], theirs: [megabytes] };
      printFinding({ label: 'memory then', unit: 'MB', peer: 'Redis', ...memory, goal: 1 / 1.4 });
    }
    await redis.remove();
    const ratio = fromLog.ms / ms;
    line(
      '  Redis, load of its AOF',
      `${(ms / 1000).toFixed(2)} s, ×${ratio.toFixed(2)} (goal 1.2); ${Math.round(megabytes)} MB resident`,
    );
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
  if (isJson) {
    const label = `write ${size / 1e6} MB, level written`;
    printFinding({ label, unit: 'MB/s', ours, peer: 'write()', theirs: bare });
  }
  const ratio = median(ours) / median(bare);
  line(
    `value of ${size / 1e6} MB, level written`,
    `${Math.round(median(ours))} MB/s; bare write() ${Math.round(median(bare))} MB/s, ×${ratio.toFixed(2)}`,
  );
}

if (process.argv[2] === '--recover') {
  const start = performance.now();
  const { storage, store } = open(process.argv[3] ?? '');
  const ms = performance.now() - start;
  const figures: RecoveryFigures = {
    ms,
    megabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
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
