import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import type { Peer } from './peer.ts';
import { type RunningHost, startHost } from './running-host.ts';
import { until } from './until.ts';

const FIVE = 'gARLBS4=';
/** Names that make long broadcasts: each of these letters is written as twelve characters. */
const LONG = '𝒳'.repeat(120);
const PROVIDER = '𝒳'.repeat(64);

/** A host with a Unix socket. */
function startWithSocket(context: TestContext, settings: object = {}): Promise<RunningHost> {
  return startHost(context, { ...settings }, join(temporaryFolder(context), 'data'));
}

/** Sets variables again and again until `done`, so that broadcasts of some KB each are made. */
async function setUntil(client: Peer, names: number, done: () => Promise<boolean>): Promise<void> {
  await until('enough broadcasts wait', async () => {
    for (let index = 0; index < 200; index += 1) {
      client.request('write_p', `${LONG}${index % names}`, FIVE, PROVIDER);
    }
    await client.packets(200);
    return done();
  });
}

function counter(running: RunningHost, name: string, least: number): () => Promise<boolean> {
  return async () => ((await running.counters())[name] ?? 0) >= least;
}

test('what waits for a client that does not read collapses to one broadcast a variable, and ends with the last', async (context) => {
  const running = await startWithSocket(context);
  const [slow, quick] = [await running.unixSubscriber(), await running.peer('subscriber')];
  const client = await running.peer('classic');
  slow.socket.pause();
  quick.socket.resume();
  await setUntil(client, 5, counter(running, 'collapsed', 500));
  await client.call('write_p', 'last', FIVE, 'me');
  const { broadcasts = 0, slowReaders } = await running.counters();
  assert.equal(slowReaders, 0);
  assert.equal((await quick.packets(broadcasts)).length, broadcasts);
  slow.socket.resume();
  const got: { data_name: string }[] = [];
  while (got.at(-1)?.data_name !== 'last') got.push(JSON.parse(await slow.packet()));
  assert.ok(got.length < broadcasts - 400, `${got.length} of ${broadcasts}`);
  const before = new Set(got.slice(-6).map(({ data_name }) => data_name));
  assert.equal(before.size, 6, 'each variable once, the last one at the end');
});

test('a client that reads nothing is closed when more waits for it than may ever wait', async (context) => {
  const running = await startWithSocket(context, { maxQueueBytes: 65_536 });
  const slow = await running.unixSubscriber();
  const client = await running.peer('classic');
  slow.socket.pause();
  await setUntil(client, 200, counter(running, 'slowReaders', 1));
  assert.equal(running.log.with('reads too slowly and was closed').length, 1);
  assert.match(running.log.with('reads too slowly')[0] ?? '', /bytes wait for it; 65536 are allowed/);
});

test('a client that reads nothing is closed when too much waits for it for too long', async (context) => {
  const running = await startWithSocket(context, { softQueueBytes: 65_536, softQueueSeconds: 0.1 });
  const slow = await running.unixSubscriber();
  const client = await running.peer('classic');
  slow.socket.pause();
  await setUntil(client, 200, counter(running, 'slowReaders', 1));
  assert.match(
    running.log.with('reads too slowly')[0] ?? '',
    /more than 65536 bytes have waited for it for 100 ms/,
  );
});

test('an answer that nobody takes is given up, and keeps nobody waiting', async (context) => {
  const running = await startHost(context);
  const bytes = Buffer.alloc(14 * 1024 * 1024);
  bytes.set([0x80, 4, 0x42]);
  bytes.writeUInt32LE(bytes.length - 8, 3);
  bytes.write('.', bytes.length - 1);
  const client = await running.peer('classic');
  assert.equal(await client.call('write_p', 'big', bytes.toString('base64')), '{"message": "success"}');
  await client.call('set_settings_param', 'socket-server.idleSeconds', 0.2);
  const slow = await running.peer('classic');
  slow.socket.pause();
  const closed = running.log.next('reads too slowly');
  slow.request('read_p', 'big');
  await closed;
  assert.match(running.log.with('reads too slowly')[0] ?? '', /it takes none of its answer/);
});

test('idle short connections and packets that stop half-way are closed, quiet long connections are not', async (context) => {
  const running = await startHost(context, { idleSeconds: 0.2 });
  const quiet = await running.peer('subscriber');
  const idle = await running.peer('classic');
  const halfway = await running.peer('subscriber');
  halfway.send('{"method": "pi');
  await Promise.all([idle.closed, halfway.closed]);
  assert.equal(await quiet.call('ping'), '{"message": "succeeded"}');
});

test('a request that takes long does not make its connection idle', async (context) => {
  const running = await startHost(context, { idleSeconds: 0.1 });
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  running.register({ name: 'slow', params: [], handler: () => finished.then(() => ({})) });
  const [busy, idle] = [await running.peer('classic'), await running.peer('classic')];
  busy.request('slow');
  await idle.closed;
  const second = await running.peer('classic');
  await second.closed;
  finish();
  assert.equal(await busy.packet(), '{"message": "succeeded"}');
});

test('a client that sends ahead without reading keeps nobody waiting, and gets every answer later', async (context) => {
  const running = await startHost(context);
  const eager = await running.peer('classic');
  eager.socket.pause();
  for (let index = 0; index < 5_000; index += 1) eager.request('read_p', `n${index}`);
  const other = await running.peer('classic');
  for (let index = 0; index < 50; index += 1) await other.call('ping');
  eager.socket.resume();
  const answers = await eager.packets(5_000);
  assert.match(answers.at(-1) ?? '', /variable n4999 not found/);
});
