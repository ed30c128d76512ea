import type { Peer, PeerClient } from './client-peers.ts';

/** One line of the table: a measurement of one peer. */
export interface Scenario {
  readonly label: string;
  readonly unit: 'per second' | 'MB/s' | 'µs';
  /** By peer: the least ratio of ours to it that is wanted, as a rate. */
  readonly goals: Partial<Record<Peer['name'], number>>;
  /** Also measured beside a bare exchange of as many bytes. */
  readonly isBare?: boolean;
  measure(peer: Peer): Promise<number>;
}

const SMALL_COUNT = 4000;
const IN_FLIGHT_COUNT = 30_000;
const IN_FLIGHT = 100;
const CONNECTIONS = 50;
/** Messages to one subscriber or more: as many deliveries as let a program be compiled that serves for long. */
const DELIVERIES = 2000;
const MIN_ROUNDS = 40;
/** Two values in turn: the same bytes again would be no change. */
const VALUES = ['x'.repeat(100), 'y'.repeat(100)] as const;

type Use = (client: PeerClient, number: number) => Promise<unknown>;
const SET: Use = (client, number) => client.set('small', VALUES[number % 2] ?? '');
const GET: Use = (client) => client.get('small');

/** All of them, in the order of performance.md §6(e): 4, 5, 6, 9, 8. */
export function scenarios(): Scenario[] {
  const small = [
    ['set', SET],
    ['get', GET],
  ] as const;
  return [
    ...small.map(([verb, use]) => ({
      label: `${verb} 100 B, one after the other`,
      unit: 'per second' as const,
      goals: { ioredis: 1, 'node-redis': 2 },
      isBare: true,
      measure: (peer: Peer) => rate(peer, 1, 1, SMALL_COUNT, use),
    })),
    ...small.map(([verb, use]) => ({
      label: `${verb} 100 B, ${IN_FLIGHT} in flight`,
      unit: 'per second' as const,
      goals: { ioredis: 5 },
      measure: (peer: Peer) => rate(peer, 1, IN_FLIGHT, IN_FLIGHT_COUNT, use),
    })),
    ...small.map(([verb, use]) => ({
      label: `${verb} 100 B, ${CONNECTIONS} connections`,
      unit: 'per second' as const,
      goals: {},
      measure: (peer: Peer) => rate(peer, CONNECTIONS, 1, IN_FLIGHT_COUNT, use),
    })),
    ...[1, 10, 100].flatMap((megabytes) => arrays(megabytes)),
    ...[1, 100, 1000].map((count) => ({
      label: `a message to ${count} subscribers, the last of them`,
      unit: 'µs' as const,
      goals: count === 1000 ? { ioredis: 1 / 1.1 } : {},
      measure: (peer: Peer) => fanOut(peer, count),
    })),
  ];
}

function arrays(megabytes: number): Scenario[] {
  const length = (megabytes * 1e6) / 8;
  const values = [0, 0.5].map((seed) => Float64Array.from({ length }, (_, index) => index + seed));
  const count = Math.max(4, 40 / megabytes);
  const run = (use: Use) => async (peer: Peer) => (await rate(peer, 1, 1, count, use)) * megabytes;
  const set: Use = (client, number) => client.setArray('array', values[number % 2] as Float64Array);
  return [
    {
      label: `set an array of ${megabytes} MB`,
      unit: 'MB/s',
      goals: megabytes === 100 ? { ioredis: 1.5 } : megabytes === 1 ? { ioredis: 0.7 } : {},
      measure: run(set),
    },
    {
      label: `get an array of ${megabytes} MB`,
      unit: 'MB/s',
      goals: megabytes === 1 ? { ioredis: 1 } : {},
      measure: run((client) => client.getArray('array')),
    },
  ];
}

/** Requests a second over some connections, some in flight on each. */
async function rate(
  peer: Peer,
  connections: number,
  inFlight: number,
  count: number,
  use: Use,
): Promise<number> {
  const clients = await openAll(peer, connections);
  for (const client of clients) await use(client, 0);
  let number = 0;
  const work = async (client: PeerClient): Promise<void> => {
    while (number < count) await use(client, ++number);
  };
  const start = performance.now();
  await Promise.all(clients.flatMap((client) => Array.from({ length: inFlight }, () => work(client))));
  const seconds = (performance.now() - start) / 1000;
  for (const client of clients) client.close();
  return count / seconds;
}

/** Microseconds from publishing until the last subscriber has been told, the median of some rounds. */
async function fanOut(peer: Peer, count: number): Promise<number> {
  const [publisher, ...listeners] = await openAll(peer, count + 1);
  if (!publisher) throw new Error('there is no publisher');
  let left = 0;
  let done: () => void = () => {};
  const heard = (): void => {
    left -= 1;
    if (left === 0) done();
  };
  for (const listener of listeners) await listener.listen('fan', heard);
  const rounds = Math.max(MIN_ROUNDS, DELIVERIES / count);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    left = count;
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    const start = performance.now();
    await Promise.all([publisher.publish('fan', `${round} ${VALUES[0]}`), all]);
    times.push(performance.now() - start);
  }
  for (const client of [publisher, ...listeners]) client.close();
  return (times.sort((one, other) => one - other)[rounds >> 1] ?? Number.NaN) * 1000;
}

async function openAll(peer: Peer, count: number): Promise<PeerClient[]> {
  const clients: PeerClient[] = [];
  while (clients.length < count) clients.push(await peer.open());
  return clients;
}
