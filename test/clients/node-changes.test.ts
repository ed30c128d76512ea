import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { type Change, type Client, ClientError, decodeValue } from '../../clients/node/index.ts';
import { testSeed } from '../seed.ts';
import { inTime } from '../socket-server/until.ts';
import { seeded } from '../workspace/seeded.ts';
import { CheckedView } from './checked-view.ts';
import { hostForClients } from './node-host.ts';
import { RandomWriter } from './random-writer.ts';

const told = ({ type, name, revision }: Change) => [type, name, revision];

/** The next changes of an iterator. */
async function take(changes: AsyncIterator<Change>, count: number): Promise<Change[]> {
  const taken: Change[] = [];
  while (taken.length < count) {
    const { done, value } = await inTime('a change', changes.next());
    if (done) break;
    taken.push(value);
  }
  return taken;
}

test('a listener is told what happened, to which variable, and by whom', async (context) => {
  const { connect } = await hostForClients(context);
  const [writer, reader] = [await connect({ client: 'writer' }), await connect({ subscribe: {} })];
  const events: Change[] = [];
  const all = new Promise<void>((resolve) => {
    const note = (change: Change) => {
      if (events.push(change) === 7) resolve();
    };
    reader.on('dataChanged', note);
    reader.on('dataDeleted', note);
  });
  await writer.set('x', [1, 2, 3]);
  await writer.set('x', 4);
  await writer.updateMetadata('x', { unit: 'mm' });
  await writer.rename('x', 'y');
  await writer.delete('y');
  await writer.restore('y');
  await inTime('all events', all);
  assert.deepEqual(
    events.map(({ type, name, revision, change }) => [type, name, revision, change]),
    [
      ['changed', 'x', 1, 'created'],
      ['changed', 'x', 2, 'changed'],
      ['changed', 'x', 3, 'metadata'],
      ['deleted', 'x', 4, 'renamed'],
      ['changed', 'y', 4, 'renamed'],
      ['deleted', 'y', 5, 'deleted'],
      ['changed', 'y', 6, 'restored'],
    ],
  );
  const [created, , described, , renamed] = events;
  assert.ok(created?.type === 'changed' && described?.type === 'changed' && renamed?.type === 'changed');
  assert.equal(created.metadata.kind, 'sequence');
  assert.deepEqual(described.metadata.info, { unit: 'mm' });
  assert.equal(renamed.from, 'x');
  for (const { provider, session } of events) {
    assert.deepEqual([provider, session], ['writer', writer.session?.session]);
  }
});

test('small values come along when they are asked for', async (context) => {
  const { connect } = await hostForClients(context);
  const client = await connect({ subscribe: { inline: 100 } });
  const changes = client.changes();
  await client.set('small', { a: [1, 2] });
  await client.set('large', 'x'.repeat(200));
  const [small, large] = await take(changes, 2);
  assert.ok(small?.type === 'changed' && small.value && large?.type === 'changed');
  assert.deepEqual(decodeValue(small.value), { a: [1, 2] });
  assert.equal(large.value, undefined);
});

test('a subscription is to names and kinds, and can be changed', async (context) => {
  const { connect } = await hostForClients(context);
  const writer = await connect();
  const reader = await connect({ subscribe: { names: ['a*', 'b?'], kinds: ['numeric'] } });
  const changes = reader.changes();
  await writer.setMany({ a1: 1, a2: 'text', b1: 2, b12: 3, c: 4 });
  assert.deepEqual((await take(changes, 2)).map(told), [
    ['changed', 'a1', 1],
    ['changed', 'b1', 3],
  ]);
  await reader.subscribe({ names: ['c'] });
  await writer.setMany({ a1: 2, c: 5 });
  assert.deepEqual((await take(changes, 1)).map(told), [['changed', 'c', 7]]);
  await reader.subscribe(null);
  await writer.set('c', 6);
  await reader.subscribe({ names: ['d'] });
  await writer.set('d', 7);
  assert.deepEqual((await take(changes, 1)).map(told), [['changed', 'd', 9]]);
});

test('the first listener subscribes to everything', async (context) => {
  const { connect } = await hostForClients(context);
  const client = await connect();
  const changed = new Promise<Change>((resolve) => client.on('dataChanged', resolve));
  const gone = new Promise<Change>((resolve) =>
    client.variable('x').on((change) => change.type === 'deleted' && resolve(change)),
  );
  // Requests keep their order: the subscription is there before the write.
  await client.set('x', 1);
  await client.set('y', 1);
  await client.delete('x');
  assert.deepEqual(told(await inTime('the change', changed)), ['changed', 'x', 1]);
  assert.deepEqual(told(await inTime('the deletion', gone)), ['deleted', 'x', 3]);
});

/** The next exception that nobody catches; the test runner does not get to see it. */
function uncaught(context: TestContext): Promise<Error> {
  const others = process.rawListeners('uncaughtException') as ((error: Error) => void)[];
  process.removeAllListeners('uncaughtException');
  const thrown = once(process, 'uncaughtException') as Promise<[Error]>;
  context.after(() => {
    for (const other of others) process.on('uncaughtException', other);
  });
  return thrown.then(([error]) => error);
}

test('a listener that is taken away is not called again, and one that throws keeps nobody from hearing', async (context) => {
  const { connect } = await hostForClients(context);
  const client = await connect({ subscribe: {} });
  const heard: string[] = [];
  const thrown = uncaught(context);
  client.on('dataChanged', ({ name }) => {
    if (name === 'x') throw new Error('a fault of the listener');
  });
  const off = client.on('dataChanged', ({ name }) => heard.push(name));
  const changes = client.changes();
  await client.set('x', 1);
  await take(changes, 1);
  assert.equal((await inTime('the fault', thrown)).message, 'a fault of the listener');
  off();
  await client.set('y', 1);
  await take(changes, 1);
  assert.deepEqual(heard, ['x']);
});

test('for a slow reader the changes of a variable collapse into the last, in the order of revisions', async (context) => {
  const { connect } = await hostForClients(context);
  const client = await connect({ subscribe: {} });
  const slow = client.changes();
  const quick = client.changes();
  for (let number = 0; number < 500; number++) await client.set(`v${number % 5}`, number);
  await client.delete('v0');
  const last = await client.set('last', 1);
  for await (const { revision } of quick) if (revision === last) break;
  assert.deepEqual((await take(slow, 6)).map(told), [
    ['changed', 'v1', 497],
    ['changed', 'v2', 498],
    ['changed', 'v3', 499],
    ['changed', 'v4', 500],
    ['deleted', 'v0', 501],
    ['changed', 'last', 502],
  ]);
});

test('an iterator ends when the client is closed, when it is left, and when its signal fires', async (context) => {
  const { connect } = await hostForClients(context);
  const client = await connect({ subscribe: {} });
  const controller = new AbortController();
  const aborted = client.changes({ signal: controller.signal });
  const pending = aborted.next();
  controller.abort();
  await assert.rejects(pending, (error) => error instanceof ClientError && error.code === 'ABORTED');
  assert.deepEqual(await aborted.next(), { done: true, value: undefined });
  const before = client.changes({ signal: controller.signal });
  await assert.rejects(before.next(), (error) => error instanceof ClientError && error.code === 'ABORTED');

  await client.set('x', 1);
  for await (const change of left(client)) {
    assert.equal(change.name, 'y');
    break;
  }
  const closed = client.changes();
  await client.set('z', 1);
  await client.ping();
  const waiting = (async () => {
    const names: string[] = [];
    for await (const { name } of closed) names.push(name);
    return names;
  })();
  await client.close();
  assert.ok((await inTime('the end', waiting)).every((name) => name === 'z'));
});

/** The changes of a client, which makes one itself. */
function left(client: Client): AsyncIterableIterator<Change> {
  const changes = client.changes();
  void client.set('y', 1);
  return changes;
}

test('settings that change are told by name', async (context) => {
  const { running, connect } = await hostForClients(context);
  const client = await connect();
  const changed = new Promise<readonly string[]>((resolve) =>
    client.on('settingsChanged', ({ keys }) => resolve(keys)),
  );
  await running.host.configuration.set('settings.locale', 'de');
  assert.deepEqual(await inTime('the settings', changed), ['settings.locale']);
});

test('while others write at random, what listeners were told is what the host has: no gap, nothing twice', async (context) => {
  const { connect } = await hostForClients(context);
  const seed = testSeed();
  context.diagnostic(`HEADFRAME_SEED=${seed}`);
  const writers: RandomWriter[] = [];
  for (let index = 0; index < 4; index++) {
    writers.push(new RandomWriter(await connect(), seeded(seed + index), 10));
  }
  const views: CheckedView[] = [];
  for (let index = 0; index < 5; index++) {
    views.push(await CheckedView.of(await connect({ subscribe: index % 2 ? {} : { inline: 64 } })));
  }
  const client = await connect();
  while (writers.some(({ changes }) => changes < 300)) await client.ping();
  for (const writer of writers) await writer.stop();
  const last = await client.set('last', 1);
  for (const view of views) {
    await inTime('the last change', view.reaches('last', last));
    await view.check();
  }
});
