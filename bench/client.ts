/**
 * The Node client beside ioredis and node-redis on Debian's redis-server, all over Unix sockets, in turns: the
 * medians, the ratios of ours to theirs, and whether the goals are met; round trips also beside a bare exchange over
 * Node's sockets. Host and client are the built package, and neither server keeps anything on disk.
 *
 * `node --import tsx bench/client.ts [--json] [repetitions] [pattern]`, 5 repetitions of all lines unless told. To compare
 * what is un-pipelined all processes should share one core: put `taskset -c 0` in front.
 */
import { availableParallelism } from 'node:os';
import { startHost } from '../test/pyminer/start-host.ts';
import { built } from './built.ts';
import { bareNet, headframe, ioredis, nodeRedis, type Peer } from './client-peers.ts';
import { type Scenario, scenarios } from './client-scenarios.ts';
import { median } from './median.ts';
import { RedisServer } from './redis-server.ts';
import { benchArguments, isJson, printFinding } from './report.ts';
import { Yardstick } from './yardstick.ts';

const PEERS = ['ioredis', 'node-redis', 'bare net'] as const;

async function main(repetitions: number, pattern: string): Promise<void> {
  const { cli, client } = await built();
  const settings = { heartbeatSeconds: 3600, maxConnections: 4000 };
  const host = await startHost({ cli, settings, workspace: { persistence: false } });
  const redis = await RedisServer.start();
  const { unix } = host.ready.addresses as { readonly unix?: { readonly path: string } };
  if (!unix) throw new Error('the host listens on no Unix socket');
  const barePath = `${unix.path}.bare`;
  const bare = await Yardstick.start(barePath);
  const peers = [
    headframe(client, `unix:${unix.path}`),
    ioredis(redis.socket),
    nodeRedis(redis.socket),
    bareNet(barePath, bare),
  ];
  if (!isJson) {
    console.log(
      `Node ${process.version}, ${availableParallelism()} cores, medians of ${repetitions} runs each`,
    );
    console.log(row(['', 'headframe', ...PEERS.flatMap((name) => [name, 'ratio', 'goal'])]));
  }
  try {
    for (const scenario of scenarios()) {
      if (!new RegExp(pattern).test(scenario.label)) continue;
      const measured = peers.filter(({ name }) => name !== 'bare net' || scenario.isBare);
      const found = await measureAll(scenario, measured, repetitions);
      if (isJson) printFindings(scenario, found);
      else console.log(row(cellsOf(scenario, found)));
    }
  } finally {
    await bare.stop();
    await redis.stop();
    await host.stop();
  }
}

type Found = ReadonlyMap<Peer['name'], number[]>;

/** All peers in turn, a value of each a repetition. */
async function measureAll(scenario: Scenario, peers: readonly Peer[], repetitions: number): Promise<Found> {
  const found = new Map<Peer['name'], number[]>(peers.map(({ name }) => [name, []]));
  for (const peer of peers) await scenario.measure(peer);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const peer of peers) found.get(peer.name)?.push(await scenario.measure(peer));
  }
  return found;
}

function printFindings({ label, unit, goals }: Scenario, found: Found): void {
  for (const peer of PEERS) {
    if (!found.has(peer)) continue;
    const goal = goals[peer] === undefined ? {} : { goal: goals[peer] };
    const values = { ours: found.get('headframe') ?? [], theirs: found.get(peer) ?? [] };
    printFinding({ label, peer, unit: unit === 'per second' ? '/s' : unit, ...values, ...goal });
  }
}

/** The cells of a line. A ratio above 1 is in our favour, be it of rates or of times. */
function cellsOf(scenario: Scenario, found: Found): string[] {
  const of = (name: Peer['name']): number => median(found.get(name) ?? []);
  const ours = of('headframe');
  return [
    scenario.label,
    format(ours, scenario),
    ...PEERS.filter((name) => found.has(name)).flatMap((name) => {
      const theirs = of(name);
      const ratio = scenario.unit === 'µs' ? theirs / ours : ours / theirs;
      const goal = scenario.goals[name];
      const verdict = goal === undefined ? '' : `${goal.toFixed(2)} ${ratio >= goal ? 'pass' : 'MISS'}`;
      return [format(theirs, scenario), ratio.toFixed(2), verdict];
    }),
  ];
}

function format(value: number, { unit }: Scenario): string {
  return unit === 'per second' ? `${value.toFixed(0)}/s` : `${value.toFixed(0)} ${unit}`;
}

function row([label = '', ...cells]: readonly string[]): string {
  return label.padEnd(46) + cells.map((cell) => cell.padStart(11)).join('');
}

await main(Number(benchArguments[0] ?? 5), benchArguments[1] ?? '');
