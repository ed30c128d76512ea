/**
 * Round trips of the classic dialect, small values and arrays of 1, 10 and 100 MB, beside a bare `net` server
 * that exchanges as many bytes: the ratio is what the host costs. Figures are medians of interleaved runs.
 *
 * `node --import tsx bench/roundtrip.ts [--json] [repetitions] [megabytes]`, 5 repetitions and arrays of
 * at most 100 MB unless told. To compare round trips of
 * small values all processes should share one core: put `taskset -c 0` in front.
 */
import { availableParallelism } from 'node:os';
import { encodePickle } from '../codec/pickle/encode.ts';
import { startHost } from '../test/pyminer/start-host.ts';
import { Exchange, OPENING } from './exchange.ts';
import { median } from './median.ts';
import { benchArguments, isJson, printFinding } from './report.ts';
import { Yardstick } from './yardstick.ts';

/** One line of the table. */
interface Scenario {
  readonly label: string;
  /** Whether all exchanges share one connection; PyMiner's clients take a new one each. */
  readonly isKept: boolean;
  /** Sent in turn: two writes of different values, or one read. */
  readonly requests: readonly Buffer[];
  /** Exchanges a run. */
  readonly count: number;
  /** Bytes of the value; `undefined` when round trips are counted. */
  readonly bytes?: number;
}

const SMALL_COUNT = 1000;
const ARRAY_MB = [1, 10, 100].filter((megabytes) => megabytes <= Number(benchArguments[1] ?? 100));

function packet(method: string, params: readonly unknown[]): Buffer {
  return Buffer.from(`${JSON.stringify({ method, params, jsonrpc: '2.0', id: 0 })}PMEND`);
}

function write(name: string, value: unknown): Buffer {
  return packet('write_p', [name, encodePickle(value).toString('base64'), 'bench']);
}

/** An array of so many MB; `seed` makes its values, for the same bytes again would not be stored again. */
function array(megabytes: number, seed: number): Float64Array {
  return Float64Array.from({ length: (megabytes * 1e6) / 8 }, (_, index) => Math.sin(index + seed));
}

/** Writes come before the read of what they wrote. */
function* scenarios(): Generator<Scenario> {
  const writes = [write('small', 1), write('small', 2)];
  const read = [packet('read_p', ['small'])];
  for (const isKept of [false, true]) {
    const how = isKept ? 'one connection' : 'a connection each';
    yield { label: `set a small value, ${how}`, isKept, requests: writes, count: SMALL_COUNT };
    yield { label: `get a small value, ${how}`, isKept, requests: read, count: SMALL_COUNT };
  }
  for (const megabytes of ARRAY_MB) {
    const name = `array${megabytes}`;
    const size = { isKept: false, count: Math.max(1, 20 / megabytes), bytes: megabytes * 1e6 };
    const arrays = [write(name, array(megabytes, 0)), write(name, array(megabytes, 0.5))];
    yield { ...size, label: `set an array of ${megabytes} MB`, requests: arrays };
    yield { ...size, label: `get an array of ${megabytes} MB`, requests: [packet('read_p', [name])] };
  }
}

/** One exchange of each request; gives the longest answer's length. Throws when one failed. */
async function tryOut(port: number, { requests, label }: Scenario): Promise<number> {
  const lengths: number[] = [];
  for (const request of requests) {
    const exchange = await Exchange.open(port);
    const { length, head } = await exchange.request(request);
    exchange.close();
    if (!/^\{("message": "success"|"\w+": "gA)/.test(head)) throw new Error(`${label}: ${head}`);
    lengths.push(length);
  }
  return Math.max(...lengths);
}

/** Seconds for all exchanges of a run. */
async function run(port: number, { isKept, requests, count }: Scenario): Promise<number> {
  const start = performance.now();
  let exchange = await Exchange.open(port);
  for (let number = 0; number < count; number++) {
    if (number > 0 && !isKept) exchange = await Exchange.open(port);
    await exchange.request(requests[number % requests.length] as Buffer);
    if (!isKept) exchange.close();
  }
  exchange.close();
  return (performance.now() - start) / 1000;
}

async function main(repetitions: number): Promise<void> {
  const host = await startHost({ settings: { heartbeatSeconds: 3600 } });
  const yardstick = await Yardstick.start();
  const hostPort = host.address[1];
  const print = (text: string): boolean => isJson || process.stdout.write(text);
  print(`Node ${process.version}, ${availableParallelism()} cores, ${repetitions} runs each\n`);
  print(row('', 'headframe', 'bare net', 'ratio'));
  for (const scenario of scenarios()) {
    const { requests, count, bytes } = scenario;
    await yardstick.expect({
      openingBytes: OPENING.bytes.length,
      openingAnswerBytes: OPENING.answerBytes,
      requestBytes: Math.max(...requests.map((request) => request.length)),
      answerBytes: await tryOut(hostPort, scenario),
    });
    await run(yardstick.port, scenario);
    const seconds: { host: number[]; bare: number[] } = { host: [], bare: [] };
    for (let repetition = 0; repetition < repetitions; repetition++) {
      seconds.host.push(await run(hostPort, scenario));
      seconds.bare.push(await run(yardstick.port, scenario));
    }
    const rate = (time: number) => (count * (bytes ? bytes / 1e6 : 1)) / time;
    const [ours, bare] = [rate(median(seconds.host)), rate(median(seconds.bare))];
    const unit = bytes ? 'MB/s' : '/s';
    if (isJson) {
      const rates = { ours: seconds.host.map(rate), theirs: seconds.bare.map(rate) };
      printFinding({ label: scenario.label, unit, peer: 'bare net', ...rates });
    }
    print(
      row(
        scenario.label,
        `${ours.toFixed(0)} ${unit}`,
        `${bare.toFixed(0)} ${unit}`,
        (ours / bare).toFixed(2),
      ),
    );
  }
  await yardstick.stop();
  await host.stop();
}

function row(label: string, ours: string, bare: string, ratio: string): string {
  return `${label.padEnd(40)}${ours.padStart(14)}${bare.padStart(14)}${ratio.padStart(8)}\n`;
}

await main(Number(benchArguments[0] ?? 5));
