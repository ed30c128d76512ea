/**
 * What a reload costs: `node --expose-gc --import tsx bench/reload.ts [--json] [RELOADS]` (500 unless given).
 *
 * A plugin of 100 modules is saved and refreshed again and again; printed are the times from the save
 * to active, the first tenth beside the last, and the growth of the heap. A module that was loaded once
 * stays in Node's module map for the life of the process: the growth is that, and has to be flat.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host, silentLogger } from '../core/index.ts';
import { benchArguments, isJson, printFinding } from './report.ts';

const MODULES = 100;
const reloads = Number(benchArguments[0] ?? 500);

const folder = mkdtempSync(join(tmpdir(), 'headframe-bench-'));
const plugin = join(folder, 'plugins/bench');
try {
  await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  writePlugin();
  const host = await Host.create({
    cwd: folder,
    env: {},
    builtIn: false,
    pluginDirs: [join(folder, 'plugins')],
    logger: silentLogger,
  });
  await host.start();
  const times: number[] = [];
  const heaps: number[] = [heapBytes()];
  for (let index = 1; index <= reloads; index += 1) {
    const start = performance.now();
    save(index % MODULES, index);
    await host.refresh('bench');
    times.push(performance.now() - start);
    if (index % Math.max(1, Math.floor(reloads / 10)) === 0) heaps.push(heapBytes());
  }
  await host.stop();
  report(times, heaps);
}

function writePlugin(): void {
  mkdirSync(plugin, { recursive: true });
  writeFileSync(join(plugin, 'plugin.json'), JSON.stringify({ name: 'bench' }));
  for (let index = 0; index < MODULES; index += 1) save(index, 0);
  const imports = Array.from(
    { length: MODULES },
    (_, index) => `import { value as v${index} } from './m${index}.ts';`,
  );
  const sum = Array.from({ length: MODULES }, (_, index) => `v${index}`).join(' + ');
  writeFileSync(
    join(plugin, 'main.ts'),
    `import { BaseExtension } from 'headframe';\n${imports.join('\n')}
export class Extension extends BaseExtension { readonly sum: number = ${sum}; }\n`,
  );
}

function save(index: number, value: number): void {
  writeFileSync(join(plugin, `m${index}.ts`), `export const value: number = ${value};\n`);
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function report(times: readonly number[], heaps: readonly number[]): void {
  const tenth = Math.max(1, Math.floor(times.length / 10));
  const first = percentile(times.slice(0, tenth), 0.5);
  const last = percentile(times.slice(-tenth), 0.5);
  if (isJson) {
    const [beginning, end] = [times.slice(0, tenth), times.slice(-tenth)];
    const line = { label: `reload a plugin of ${MODULES} modules`, unit: 'ms' } as const;
    printFinding({ ...line, ours: end, peer: `the first ${tenth} reloads`, theirs: beginning });
    return;
  }
  const growth = ((heaps.at(-1) ?? 0) - (heaps[1] ?? 0)) / (times.length * 0.9);
  console.log(`${times.length} reloads of a plugin with ${MODULES} modules`);
  console.log(
    `save → active: median ${ms(percentile(times, 0.5))}, 95th percentile ${ms(percentile(times, 0.95))}`,
  );
  console.log(
    `median of the last tenth / of the first: ${ms(last)} / ${ms(first)} = ${(last / first).toFixed(2)}`,
  );
  console.log(
    `heap: ${(growth / 1024).toFixed(1)} KiB more a reload, ${(growth / 1024 / MODULES).toFixed(2)} a module`,
  );
  console.log(`heap by tenths: ${heaps.map((bytes) => `${(bytes / 2 ** 20).toFixed(1)}`).join(' ')} MiB`);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
