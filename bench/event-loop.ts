/**
 * How long the host's event loop stands still while large values pass and many small ones are spliced:
 * `monitorEventLoopDelay` in the host's process, with the client in another. The goal is a 99th
 * percentile of 50 ms a phase.
 *
 * `node --import tsx bench/event-loop.ts [--json] [rounds]`, 5 rounds unless told.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { type Client, connect } from '../clients/node/index.ts';
import {
  DataFrame,
  dtypeFromText,
  encodePickle,
  NdArray,
  PandasIndex,
  type PyValue,
  RangeIndex,
} from '../codec/index.ts';
import { Host, silentLogger } from '../core/index.ts';
import { Exchange } from './exchange.ts';
import { benchArguments, isJson, printFinding } from './report.ts';

const GOAL_MS = 50;
const RESOLUTION_MS = 1;
const LARGE_BYTES = 100e6;
const SMALL_VARIABLES = 1000;
const LIST_LENGTH = 2e6;
const TABLE_ROWS = 1e6;

interface Phase {
  readonly label: string;
  /** What is done before, and not measured. */
  readonly prepare?: () => Promise<unknown>;
  readonly run: () => Promise<unknown>;
}

function packet(method: string, params: readonly unknown[]): Buffer {
  return Buffer.from(`${JSON.stringify({ method, params })}PMEND`);
}

function base64(value: unknown): string {
  return encodePickle(value).toString('base64');
}

/** What passes in the text dialect. */
function textPhases(exchange: Exchange, large: Float64Array): Phase[] {
  const list = Array.from(large.subarray(0, LIST_LENGTH));
  const requests: readonly (readonly [label: string, request: Buffer])[] = [
    [`splice ${SMALL_VARIABLES} small variables`, packet('get_var_dic', [])],
    ['set an array of 100 MB', packet('write_p', ['large', base64(large)])],
    ['get an array of 100 MB', packet('read_p', ['large'])],
    ['set a list of 2e6 floats', packet('write_p', ['list', base64(list)])],
    ['get that list as JSON', packet('get_var', ['list', 'json'])],
    ['get all variables', packet('get_var_dic', [])],
  ];
  return requests.map(([label, request]) => ({ label, run: () => exchange.request(request) }));
}

function objects(items: readonly PyValue[]): NdArray {
  const dtype = dtypeFromText('|O');
  if (!dtype) throw new Error('there is no dtype of objects');
  const array = new NdArray(dtype, [items.length], new Uint8Array());
  array.items = items;
  return array;
}

/** A table of texts as a pickle: of each kind another one, so that nobody has decoded it before. */
function pickledTable(kind: string): Buffer {
  const frame = new DataFrame();
  frame.data = [objects(Array.from({ length: TABLE_ROWS }, (_, row) => `${kind} in row ${row}`))];
  frame.columns = new PandasIndex('Index', objects(['text']), null);
  frame.index = new RangeIndex(0, TABLE_ROWS, 1, null);
  return encodePickle(frame);
}

/** The first part, and the figures, that are asked for of a table: each time of another one. */
function tablePhases(exchange: Exchange, client: Client, rounds: number): Phase[] {
  const phase = (label: string, kind: string, ask: (name: string) => Promise<unknown>): Phase => {
    let round = 0;
    return {
      label: `framed: ${label} of a table of 1e6 texts`,
      async prepare() {
        for (let index = 0; index < rounds; index++) {
          const table = pickledTable(`${kind} ${index}`).toString('base64');
          await exchange.request(packet('write_p', [`${kind}_${index}`, table]));
        }
      },
      run: () => ask(`${kind}_${round++}`),
    };
  };
  return [
    phase('the first rows', 'rows', (name) => client.slice(name, [[0, 10]])),
    phase('statistics', 'figures', (name) => client.statistics(name)),
  ];
}

/** What passes in the framed dialect, all of it through the socket. */
function framedPhases(client: Client, large: Float64Array): Phase[] {
  const list = Array.from(large.subarray(0, LIST_LENGTH));
  let round = 0;
  return [
    // Each time another one: the very bytes again would be no change.
    {
      label: 'framed: set an array of 100 MB',
      run: () => {
        large[0] = round++;
        return client.set('large', large);
      },
    },
    { label: 'framed: get an array of 100 MB', run: () => client.getRaw('large') },
    { label: 'framed: set a list of 2e6 floats', run: () => client.set('list', [round++, ...list]) },
    { label: 'framed: get that list as a pickle', run: () => client.getRaw('list', { method: 'pickle' }) },
  ];
}

/** The client's process: goes through the phases, and tells of each before and after. */
async function runClient(port: number, rounds: number): Promise<void> {
  const tell = (message: object): Promise<void> =>
    new Promise((resolve) => process.send?.(message, () => resolve()));
  const exchange = await Exchange.open(port);
  const client = await connect(port, { places: false, cache: false });
  for (let index = 0; index < SMALL_VARIABLES; index++) {
    await exchange.request(packet('write_p', [`small_${index}`, base64(index)]));
  }
  const large = new Float64Array(LARGE_BYTES / 8).map((_, index) => Math.sin(index));
  const phases = [
    ...textPhases(exchange, large),
    ...tablePhases(exchange, client, rounds),
    ...framedPhases(client, large),
  ];
  for (const { label, prepare, run } of phases) {
    await prepare?.();
    await tell({ begin: label });
    for (let round = 0; round < rounds; round++) await run();
    await tell({ end: label });
  }
  await client.close();
  exchange.close();
}

async function runHost(rounds: number): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'headframe-bench-'));
  const overrides = ['socket-server', 'web-inspector'].map((plugin) => ({
    path: ['plugins', plugin, 'settings', 'port'],
    value: 0,
  }));
  const host = await Host.create({ cwd, env: {}, overrides, logger: silentLogger });
  await host.start();
  const { port } = host.inspect().addresses.tcp ?? {};
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  if (!isJson)
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
    if (isJson) {
      const label = `${message.end}: longest pause of the host, 99 %`;
      printFinding({ label, unit: 'ms', ours: [p99 / 1e6], peer: 'bound', theirs: [GOAL_MS], goal: 1 });
      return;
    }
    const verdict = p99 / 1e6 <= GOAL_MS ? 'pass' : 'miss';
    console.log(
      `${(message.end ?? '').padEnd(34)} p50 ${ms(delay.percentile(50))}  p99 ${ms(p99)}  max ${ms(delay.max)}  ${verdict}`,
    );
  });
  await once(child, 'exit');
  await host.stop();
  rmSync(cwd, { recursive: true, force: true });
}

const [first, second, third] = benchArguments;
if (first === 'client') await runClient(Number(second), Number(third));
else await runHost(Number(first ?? 5));
