import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Change,
  type Client,
  ClientError,
  type ClientEvents,
  connect,
} from '../../clients/node/index.ts';
import { backoff } from '../../clients/node/link/backoff.ts';
import { testSeed } from '../seed.ts';
import { inTime } from '../socket-server/until.ts';
import { seeded } from '../workspace/seeded.ts';
import { CheckedView } from './checked-view.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { hostForClients } from './node-host.ts';
import { RandomWriter } from './random-writer.ts';
import { runRestarts } from './restart-run.ts';

const CUTS = 15;

/** The next event of a name. */
function next(client: Client, name: 'connected' | 'disconnected' | 'resynced'): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const off = client.on(name, () => {
      off();
      resolve();
    });
  });
  return inTime(name, heard);
}

test('attempts to reconnect come after 0.1 s, then after twice as long each, up to 10 s, less up to a half', () => {
  const longest = Array.from({ length: 10 }, (_, attempt) => backoff(attempt, 0));
  assert.deepEqual(longest, [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  assert.deepEqual(
    longest.map((_, attempt) => backoff(attempt, 1)),
    longest.map((most) => most / 2),
  );
  assert.equal(backoff(5000, 0), 10_000);
});

test('a read whose answer is lost is made again; a write fails, as nobody knows what became of it', async (context) => {
  const { running } = await hostForClients(context);
  await using proxy = await CuttingProxy.before(running.port);
  await using client = await connect(proxy.port);
  const read = client.waitFor('x');
  const written = client.call('wait_for', { name: 'x' });
  await client.ping();
  const gone = next(client, 'disconnected');
  proxy.cut();
  await assert.rejects(written, (error) => error instanceof ClientError && error.code === 'DISCONNECTED');
  await gone;
  assert.equal(client.isConnected, false);
  // Made while there is no connection, it waits for the next one.
  assert.equal(await inTime('the write', client.set('x', 1)), 1);
  assert.deepEqual(await inTime('the read', read), { revision: 1, newer: true });
});

test('what is asked for while there is no host times out, or is given up', async (context) => {
  const { running } = await hostForClients(context);
  await using client = await connect(running.port, { timeoutMs: 50 });
  const gone = next(client, 'disconnected');
  await running.host.disable('socket-server');
  await gone;
  await assert.rejects(
    client.set('x', 1),
    (error) => error instanceof ClientError && error.code === 'TIMEOUT',
  );
  const controller = new AbortController();
  const waiting = client.get('x', { signal: controller.signal });
  controller.abort();
  await assert.rejects(waiting, (error) => error instanceof ClientError && error.code === 'ABORTED');
});

test('without reconnection the end is final', async (context) => {
  const { running } = await hostForClients(context);
  await using client = await connect(running.port, { reconnect: false });
  const changes = client.changes();
  await client.ping();
  const ends: boolean[] = [];
  client.on('disconnected', ({ isFinal }) => ends.push(isFinal));
  await running.host.disable('socket-server');
  const isLost = (error: unknown): boolean => error instanceof ClientError && error.code === 'DISCONNECTED';
  await assert.rejects(inTime('the end', changes.next()), isLost);
  await assert.rejects(client.set('x', 1), isLost);
  assert.deepEqual(ends, [true]);
});

test('after a cut, what was missed is replayed: the last change of each variable', async (context) => {
  const { running } = await hostForClients(context);
  await using proxy = await CuttingProxy.before(running.port);
  await using client = await connect(proxy.port, { subscribe: {} });
  await using other = await connect(running.port);
  await other.setMany({ kept: 1, changed: 1, gone: 1 });
  const view = await CheckedView.of(client);
  let resyncs = 0;
  client.on('resynced', () => resyncs++);
  const back = next(client, 'connected');
  proxy.cut();
  await other.set('changed', 2);
  await other.set('changed', 3);
  await other.set('fresh', 1);
  await other.delete('fresh');
  await other.set('added', 1);
  await other.delete('gone');
  await back;
  const last = await other.set('last', 1);
  await inTime('the last change', view.reaches('last', last));
  await view.check();
  assert.equal(resyncs, 0);
});

test('a host that does not know what was before is compared with: each difference is told once, the last state of each variable', async (context) => {
  const [first, second] = [await hostForClients(context), await hostForClients(context)];
  await using proxy = await CuttingProxy.before(first.running.port);
  await using client = await connect(proxy.port, { subscribe: { names: ['v*'] } });
  const other = await second.connect();
  await other.setMany({ v2: 'another', v4: 5, unrelated: 6 });
  const told: (readonly [string, string, number])[] = [];
  const note = ({ type, name, revision }: Change) => told.push([type, name, revision]);
  const own = new Promise<void>((resolve) => {
    client.on('dataChanged', (change) => note(change) === 3 && resolve());
    client.on('dataDeleted', note);
  });
  await client.setMany({ v1: 1, v2: 2, v3: 3, other: 4 });
  await inTime('its own writes', own);
  const compared = new Promise<ClientEvents['resynced']>((resolve) => client.on('resynced', resolve));
  proxy.target = second.running.port;
  proxy.cut();
  assert.deepEqual(await inTime('the comparison', compared), { revision: 3, changed: 2, deleted: 2 });
  assert.deepEqual(told.slice(3), [
    ['changed', 'v2', 1],
    ['changed', 'v4', 2],
    ['deleted', 'v1', 3],
    ['deleted', 'v3', 3],
  ]);
  const last = client.changes();
  await other.set('v1', 'back');
  const { value } = await inTime('a change', last.next());
  assert.deepEqual([value.name, value.revision, value.change], ['v1', 4, 'created']);
});

test('whenever a connection is cut, the views end as the host is: no gap, nothing twice', async (context) => {
  const { running, connect: direct } = await hostForClients(context);
  const seed = testSeed();
  context.diagnostic(`HEADFRAME_SEED=${seed}`);
  await using proxy = await CuttingProxy.before(running.port);
  const clients: Client[] = [];
  const views: CheckedView[] = [];
  for (let index = 0; index < 5; index++) {
    const client = await connect(proxy.port, { subscribe: index % 2 ? {} : { inline: 64 } });
    context.after(() => client.close());
    clients.push(client);
    views.push(await CheckedView.of(client));
  }
  const writer = new RandomWriter(await direct(), seeded(seed), 10);
  for (let cut = 0; cut < CUTS; cut++) {
    await inTime('the writer', writer.reaches(writer.changes + 20));
    const back = clients.map((client) => next(client, 'connected'));
    proxy.cut();
    await Promise.all(back);
  }
  await writer.stop();
  const last = await (await direct()).set('last', 1);
  for (const view of views) {
    await inTime('the last change', view.reaches('last', last));
    await view.check();
  }
});

test('5 restarts of the host: every client ends with what the host has, told of nothing twice', async (context) => {
  const seed = testSeed();
  context.diagnostic(`HEADFRAME_SEED=${seed}`);
  const { changes, events, reconnections } = await runRestarts(5, 3, seed);
  context.diagnostic(`${changes} changes, ${events} events, ${reconnections} reconnections`);
  assert.equal(reconnections, 15);
  assert.ok(events > changes);
});
