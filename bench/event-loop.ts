/**
 * How long the host's event loop stands still while large values pass and many small ones are spliced:
 * `monitorEventLoopDelay` in the host's process, with the client in another. The goal is a 99th
 * percentile of 50 ms a phase.
 *
 * `node --import tsx bench/event-loop.ts [rounds]`, 5 rounds unless told.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { encodePickle } from '../codec/pickle/encode.ts';
import { Host, silentLogger } from '../core/index.ts';
import { Exchange } from './exchange.ts';

const GOAL_MS = 50;
const RESOLUTION_MS = 1;
const LARGE_BYTES = 100e6;
const SMALL_VARIABLES = 1000;

interface Phase {
  readonly label: string;
  readonly request: Buffer;
}

function packet(method: string, params: readonly unknown[]): Buffer {
  return Buffer.from(`${JSON.stringify({ method, params })}PMEND`);
}

function base64(value: unknown): string {
  return encodePickle(value).toString('base64');
}

function phases(): Phase[] {
  const large = new Float64Array(LARGE_BYTES / 8).map((_, index) => Math.sin(index));
  return [
    { label: 'set an array of 100 MB', request: packet('write_p', ['large', base64(large)]) },
    { label: 'get an array of 100 MB', request: packet('read_p', ['large']) },
    {
      label: 'set a list of 2e6 floats',
      request: packet('write_p', ['list', base64(Array.from(large.subarray(0, 2e6)))]),
    },
    { label: 'get all variables', request: packet('get_var_dic', []) },
  ];
}

/** The client's process: goes through the phases, and tells of each before and after. */
async function runClient(port: number, rounds: number): Promise<void> {
  const tell = (message: object): Promise<void> =>
    new Promise((resolve) => process.send?.(message, () => resolve()));
  const exchange = await Exchange.open(port);
  for (let index = 0; index < SMALL_VARIABLES; index++) {
    await exchange.request(packet('write_p', [`small_${index}`, base64(index)]));
  }
  const all = [
    { label: `splice ${SMALL_VARIABLES} small variables`, request: packet('get_var_dic', []) },
    ...phases(),
  ];
  for (const { label, request } of all) {
    await tell({ begin: label });
    for (let round = 0; round < rounds; round++) await exchange.request(request);
    await tell({ end: label });
  }
  exchange.close();
}

async function runHost(rounds: number): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'headframe-bench-'));
  const overrides = [{ path: ['plugins', 'socket-server', 'settings', 'port'], value: 0 }];
  const host = await Host.create({ cwd, env: {}, overrides, logger: silentLogger });
  await host.start();
  const { port } = host.inspect().addresses.tcp ?? {};
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  console.log(
    `event loop delay of the host in ms, ${rounds} rounds a phase; goal: 99 % within ${GOAL_MS} ms`,
  );
  const child = fork(fileURLToPath(import.meta.url), ['client', String(port), String(rounds)], {
    execArgv: process.execArgv,
  });
  child.on('message', (message: { begin?: string; end?: string }) => {
    if (message.begin !== undefined) {
      delay.reset();
      delay.enable();
      return;
    }
    delay.disable();
    const ms = (value: number): string => (value / 1e6).toFixed(1).padStart(7);
    const p99 = delay.percentile(99);
    const verdict = p99 / 1e6 <= GOAL_MS ? 'pass' : 'miss';
    console.log(
      `${(message.end ?? '').padEnd(34)} p50 ${ms(delay.percentile(50))}  p99 ${ms(p99)}  max ${ms(delay.max)}  ${verdict}`,
    );
  });
  await once(child, 'exit');
  await host.stop();
  rmSync(cwd, { recursive: true, force: true });
}

const [first, second, third] = process.argv.slice(2);
if (first === 'client') await runClient(Number(second), Number(third));
else await runHost(Number(first ?? 5));
