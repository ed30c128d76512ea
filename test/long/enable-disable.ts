/**
 * Enables and disables the socket server again and again in one process, while clients are connected:
 * `node --expose-gc --import tsx test/long/enable-disable.ts [CYCLES]` (1000 unless given).
 *
 * Prints what the process holds as it goes; exits 1 when the port does not rebind, a handle or a
 * listener is left, or the heap has grown by more than 5 MiB after its first tenth.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host, silentLogger } from '../../core/index.ts';
import { Peer } from '../socket-server/peer.ts';

const MAX_GROWTH_BYTES = 5 * 1024 * 1024;
const cycles = Number(process.argv[2] ?? 1000);

/** What the process holds while the server is off. */
interface Held {
  readonly cycle: number;
  readonly handles: string;
  readonly listeners: number;
  readonly heap: number;
}

const cwd = mkdtempSync(join(tmpdir(), 'headframe-enable-disable-'));
try {
  await run();
} finally {
  rmSync(cwd, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const overrides = ['socket-server', 'web-inspector'].map((plugin) => ({
    path: ['plugins', plugin, 'settings', 'port'],
    value: 0,
  }));
  const host = await Host.create({ cwd, overrides, env: {}, logger: silentLogger });
  await host.start();
  const port = Number(host.inspect().addresses.tcp?.port);
  await host.configuration.set('socket-server.port', port);
  const every = Math.max(1, Math.floor(cycles / 10));
  const held: Held[] = [];
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    await meet(host, port);
    if (cycle % every === 0) held.push(await measure(cycle));
    await host.enable('socket-server');
    if (host.inspect().addresses.tcp?.port !== port) throw new Error(`cycle ${cycle}: another port`);
  }
  await host.stop();
  report(held);
}

/** Clients of both kinds come and are let go when the server is disabled. */
async function meet(host: Host, port: number): Promise<void> {
  const peers = await Promise.all([Peer.classic(port), Peer.named(port), Peer.subscriber(port)]);
  await Promise.all(peers.map((peer) => peer.call('ping')));
  await host.disable('socket-server');
  await Promise.all(peers.map((peer) => peer.closed));
}

async function measure(cycle: number): Promise<Held> {
  // What was closed in this turn is let go in the next.
  await new Promise(setImmediate);
  globalThis.gc?.();
  return {
    cycle,
    handles: process
      .getActiveResourcesInfo()
      .filter((kind) => kind !== 'Immediate')
      .sort()
      .join(' '),
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    heap: process.memoryUsage().heapUsed,
  };
}

function report(held: readonly Held[]): void {
  console.log('cycles  heap in KiB  listeners  handles');
  for (const { cycle, heap, listeners, handles } of held) {
    console.log(
      `${String(cycle).padStart(6)}  ${(heap / 1024).toFixed(0).padStart(11)}  ${String(listeners).padStart(9)}  ${handles}`,
    );
  }
  const [first, last] = [held[0], held.at(-1)];
  if (!first || !last) return;
  const growth = last.heap - first.heap;
  console.log(`heap: ${(growth / 1024).toFixed(0)} KiB more over the last nine tenths`);
  const isBack = last.handles === first.handles && last.listeners === first.listeners;
  if (!isBack || growth > MAX_GROWTH_BYTES) process.exitCode = 1;
}
