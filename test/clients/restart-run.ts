import assert from 'node:assert/strict';
import { type Client, connect } from '../../clients/node/index.ts';
import { inTime } from '../socket-server/until.ts';
import { seeded } from '../workspace/seeded.ts';
import { CheckedView } from './checked-view.ts';
import { RandomWriter } from './random-writer.ts';
import { RestartableHost } from './restartable-host.ts';

/** Variables that the writers write. */
const NAMES = 200;
/** What a host may take to start on a machine that does much else. */
const START_MS = 300_000;
/** Changes between two restarts. */
const CHANGES = 40;

/** What came of a run. */
export interface RestartRun {
  readonly changes: number;
  readonly events: number;
  /** How often each client had to compare, and how often it was replayed what it had missed. */
  readonly resyncs: number;
  readonly reconnections: number;
  /** Seconds from the host's being ready to the client's having caught up, for each reconnection. */
  readonly seconds: readonly number[];
}

/**
 * Ends and starts a host `restarts` times, by turns with SIGTERM and SIGKILL, under `count` clients that
 * watch and two that write at random. Throws when one of them was told of something twice, or does not have
 * what the host has at the end.
 */
export async function runRestarts(restarts: number, count: number, seed: number): Promise<RestartRun> {
  await using host = await RestartableHost.start();
  const clients: Client[] = [];
  const writers: RandomWriter[] = [];
  let resyncs = 0;
  let reconnections = 0;
  const open = async (subscribes: boolean): Promise<Client> => {
    const client = await connect(host.address, { timeoutMs: START_MS, ...(subscribes && { subscribe: {} }) });
    clients.push(client);
    return client;
  };
  try {
    const views: CheckedView[] = [];
    for (let index = 0; index < count; index++) {
      const client = await open(true);
      client.on('resynced', () => resyncs++);
      client.on('connected', () => reconnections++);
      views.push(await CheckedView.of(client));
    }
    for (let index = 0; index < 2; index++) {
      writers.push(new RandomWriter(await open(false), seeded(seed + index), NAMES));
    }
    const seconds: number[] = [];
    for (let restart = 0; restart < restarts; restart++) {
      const target = writers.map(({ changes }) => changes + CHANGES);
      await inTime('the writers', reached(writers, target));
      await host.end(restart % 2 ? 'SIGKILL' : 'SIGTERM');
      await host.start();
      const ready = performance.now();
      const marker = await caughtUp(clients[0] as Client, views, restart);
      assert.ok(marker > 0);
      seconds.push((performance.now() - ready) / 1000);
    }
    for (const writer of writers) await writer.stop();
    await caughtUp(clients[0] as Client, views, restarts);
    for (const view of views) await view.check();
    const events = views.reduce((sum, view) => sum + view.events, 0);
    const changes = writers.reduce((sum, writer) => sum + writer.changes, 0);
    return { changes, events, resyncs, reconnections, seconds };
  } finally {
    for (const client of clients) await client.close();
    for (const writer of writers) await writer.stop();
  }
}

/** Writes something, and waits until every view has it; its revision. */
async function caughtUp(client: Client, views: readonly CheckedView[], number: number): Promise<number> {
  const revision = await client.set('marker', number);
  await inTime('all to catch up', Promise.all(views.map((view) => view.reaches('marker', revision))));
  return revision;
}

async function reached(writers: readonly RandomWriter[], target: readonly number[]): Promise<void> {
  for (const [index, writer] of writers.entries()) await writer.reaches(target[index] ?? 0);
}
