import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { isLoopback } from '../../core/index.ts';
import { heldHandles } from '../held-handles.ts';
import type { MemoryLog } from './memory-log.ts';
import { Peer } from './peer.ts';
import { startHost } from './running-host.ts';

const PONG = '{"message": "succeeded"}';
const SHUT_DOWN = '{"name": "broadcast", "message": "shut_down"}';

/** A port that is in use until the test ends, or until `release`. */
async function busyPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const release = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { port: address.port, release };
}

async function isFree(port: number): Promise<boolean> {
  return Peer.connect(port).then(
    (peer) => {
      peer.destroy();
      return false;
    },
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  );
}

test('disabled and enabled 100 times: the port is free in between, and nothing is left', async (context) => {
  const chosen = await busyPort();
  await chosen.release();
  const running = await startHost(context, { port: chosen.port });
  const taps = (): number => {
    const { hooks, plugins } = running.host.inspect();
    return [hooks, ...plugins.map((plugin) => plugin.hooks)].flatMap(Object.values).flat().length;
  };
  let before: string[] = [];
  let tapsBefore = 0;
  for (let round = 0; round < 100; round += 1) {
    const [peer, subscriber] = [await running.peer('classic'), await running.peer('subscriber')];
    assert.equal(await peer.call('ping'), PONG);
    await running.host.disable('socket-server');
    await Promise.all([peer.closed, subscriber.closed]);
    assert.ok(await isFree(chosen.port), `round ${round}`);
    assert.equal(running.host.inspect().addresses.tcp, undefined);
    if (round === 0) [before, tapsBefore] = [heldHandles(), taps()];
    if (round === 99) assert.deepEqual([heldHandles(), taps()], [before, tapsBefore]);
    await running.host.enable('socket-server');
  }
  assert.equal(await (await running.peer('named')).call('ping'), PONG);
});

test('closing frees the port at once, lets requests in flight finish, and tells the clients', async (context) => {
  const running = await startHost(context);
  const { port } = running;
  let finish = (): void => undefined;
  let started = (): void => undefined;
  const inFlight = new Promise<void>((resolve) => {
    started = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const handler = (): Promise<object> => {
    started();
    return finished.then(() => ({ late: true }));
  };
  running.register({ name: 'slow', params: [], handler });
  const [short, long] = [await running.peer('classic'), await running.peer('subscriber')];
  short.send('{"method": "slow"}PMEND{"method": "ping"}PMEND');
  await inFlight;
  const disabled = running.host.disable('socket-server');
  assert.equal(await long.rest(), `${SHUT_DOWN}PMEND`);
  assert.ok(await isFree(port));
  finish();
  assert.deepEqual(await short.packets(2), ['{"message": "succeeded", "late": true}', PONG]);
  assert.equal(await short.rest(), '');
  await disabled;
});

test('a request that never finishes holds up the closing no longer than the setting says', async (context) => {
  const running = await startHost(context, { drainSeconds: 0.2 });
  let aborted = false;
  let started = (): void => undefined;
  const inFlight = new Promise<void>((resolve) => {
    started = resolve;
  });
  running.register({
    name: 'hang',
    params: [],
    handler: (_, { signal }) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      started();
      return new Promise(() => undefined);
    },
  });
  const peer = await running.peer('classic');
  peer.request('hang');
  await inFlight;
  await running.host.disable('socket-server');
  await peer.closed;
  assert.ok(aborted);
});

test('a busy port fails the plugin alone, and names the process that has it', async (context) => {
  const taken = await busyPort();
  context.after(taken.release);
  const running = await startHost(context, { port: taken.port });
  assert.equal(running.state, 'failed');
  const [line = ''] = running.log.with('is in use by');
  assert.ok(line.includes(`port ${taken.port} of 127.0.0.1 is in use by`), line);
  if (process.platform === 'linux') assert.ok(line.includes(`(pid ${process.pid})`), line);
  const states = running.host.inspect().plugins.map(({ name, state }) => [name, state]);
  assert.deepEqual(
    states.filter(([, state]) => state !== 'active').map(([name]) => name),
    ['socket-server'],
  );
});

test('loopback is told from the rest', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost', '::ffff:127.0.0.1'])
    assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '128.0.0.1', '::ffff:10.0.0.1', 'localhost.evil.example', '']) {
    assert.ok(!isLoopback(host), host);
  }
});

test('a new port is moved to at once; those who are connected stay, and a busy one changes nothing', async (context) => {
  const [free, taken] = [await busyPort(), await busyPort()];
  context.after(taken.release);
  await free.release();
  const running = await startHost(context);
  const { port } = running;
  const peer = await running.peer('classic');
  await moved(
    running.log,
    () => peer.call('set_settings_param', 'socket-server.port', free.port),
    'listening on',
  );
  assert.equal(running.port, free.port);
  assert.equal(await peer.call('ping'), PONG);
  assert.ok(await isFree(port));
  await moved(
    running.log,
    () => peer.call('set_settings_param', 'socket-server.port', taken.port),
    'cannot listen where',
  );
  assert.equal(running.port, free.port);
  assert.equal(await (await running.peer('classic')).call('ping'), PONG);
  await moved(running.log, () => peer.call('set_settings_param', 'socket-server.port', 0), 'listening on');
  await moved(
    running.log,
    () => peer.call('set_settings_param', 'socket-server.host', '127.0.0.2'),
    'listening on',
  );
  assert.equal(running.host.inspect().addresses.tcp?.host, '127.0.0.2');
});

test('beyond the limit of connections the oldest silent one makes room, else the new one is told', async (context) => {
  const running = await startHost(context, { maxConnections: 3 });
  const first = await running.peer('classic');
  const silent = await running.peer();
  await first.call('ping');
  const second = await running.peer('classic');
  const third = await running.peer('classic');
  await silent.closed;
  const fourth = await running.peer();
  assert.deepEqual(JSON.parse(await fourth.packet()), {
    message: 'failed',
    content: 'there are 3 connections (setting socket-server.maxConnections)',
    code: 'TOO_MANY_CONNECTIONS',
  });
  await fourth.closed;
  for (const peer of [first, second, third]) assert.equal(await peer.call('ping'), PONG);
  first.destroy();
  const { counters } = JSON.parse(await second.call('server_info'));
  assert.equal(counters.refused, 2);
});

/** Runs `change` and resolves when a further line of the log contains `text`. */
async function moved(log: MemoryLog, change: () => Promise<unknown>, text: string): Promise<void> {
  const logged = log.next(text);
  await change();
  await logged;
}
