import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { ClientError, connect } from '../../clients/node/index.ts';
import { encodeFrame, FRAME_KIND, FRAMED_PREAMBLE, OPERATION } from '../../codec/index.ts';
import { startHost } from '../socket-server/running-host.ts';
import { inTime } from '../socket-server/until.ts';
import { hostForClients } from './node-host.ts';

/** A server that does as it is told with each connection; its port. */
async function serverThat(context: TestContext, serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    context.after(() => socket.destroy());
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

const code = (expected: string) => (error: unknown) => {
  assert.ok(error instanceof ClientError, String(error));
  assert.equal(error.code, expected, error.message);
  return true;
};

test('requests take effect in the order in which they were made, without waiting for one another', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const answers: Promise<unknown>[] = [];
  for (let number = 0; number < 1000; number++) {
    answers.push(client.set('x', number), client.get('x'));
  }
  const read = (await Promise.all(answers)).filter((_, index) => index % 2 === 1);
  assert.deepEqual(
    read,
    Array.from({ length: 1000 }, (_, number) => number),
  );
});

test('large values come whole, small ones beside them too', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const large = Float64Array.from({ length: 2_500_000 }, (_, index) => index);
  const done = [client.set('small', 1), client.set('large', large), client.set('after', 2)];
  await Promise.all(done);
  const [small, back, after] = await Promise.all(['small', 'large', 'after'].map((name) => client.get(name)));
  assert.deepEqual([small, after], [1, 2]);
  assert.ok(back instanceof Float64Array);
  assert.equal(
    Buffer.compare(Buffer.from(back.buffer, back.byteOffset, back.byteLength), Buffer.from(large.buffer)),
    0,
  );
});

test('many variables are read, written and deleted in one step', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const written = await client.setMany(
    new Map<string, unknown>([
      ['a', 1],
      ['b', new Float64Array(500)],
      ['c', 'three'],
    ]),
  );
  assert.deepEqual([...written.keys()], ['a', 'b', 'c']);
  const read = await client.getMany(['c', 'missing', 'a']);
  assert.deepEqual(
    [...read],
    [
      ['c', 'three'],
      ['a', 1],
    ],
  );
  const ifRevision = { b: written.get('a') ?? 0 };
  await assert.rejects(client.setMany({ a: 2, b: 2 }, { ifRevision }), code('CONFLICT'));
  await assert.rejects(client.deleteMany(['a', 'b'], { ifRevision }), code('CONFLICT'));
  assert.equal(await client.get('a'), 1);
  assert.deepEqual([...(await client.deleteMany(['a', 'b'])).keys()], ['a', 'b']);
  assert.deepEqual(await client.names(), ['c']);
  assert.deepEqual(await client.clear(), ['c']);
  assert.deepEqual(
    (await client.recycleBin()).map(({ name }) => name),
    ['a', 'b', 'c'],
  );
});

test('more names than one batch takes are read all the same', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const names = Array.from({ length: 8193 }, (_, index) => `n${index}`);
  await client.setMany(Object.fromEntries(names.slice(0, 8192).map((name, index) => [name, index])));
  await client.set('n8192', 8192);
  const read = await client.getMany(names);
  assert.deepEqual([...read.keys()], names);
  assert.equal(read.get('n8192'), 8192);
});

test('an error has the code, the message and the data of the host', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const revision = await client.set('x', 1);
  const error = await client.set('x', 2, { ifRevision: revision + 7 }).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ClientError);
  assert.equal(error.code, 'CONFLICT');
  assert.match(error.message, /x/);
  assert.deepEqual([error.data.expected, error.data.actual], [revision + 7, revision]);
});

test('a request that takes too long is given up, and the next one is answered', async (context) => {
  const client = await (await hostForClients(context)).connect();
  const waiting = client.call('wait_for', { name: 'never', timeout_ms: 300 }, { timeoutMs: 20 });
  await assert.rejects(waiting, (error: ClientError) => {
    assert.equal(error.message, 'the command wait_for was not answered in time');
    return code('TIMEOUT')(error);
  });
  // Its answer comes after this one, and nobody waits for it.
  assert.deepEqual(await client.waitFor('never', { waitMs: 400 }), { revision: 0, newer: false });
});

test('a signal gives a request up, before it is sent and after', async (context) => {
  const client = await (await hostForClients(context)).connect();
  await assert.rejects(client.get('x', { signal: AbortSignal.abort('no need') }), (error: ClientError) => {
    assert.equal(error.cause, 'no need');
    return code('ABORTED')(error);
  });
  const controller = new AbortController();
  const waiting = client.waitFor('x', { signal: controller.signal });
  await client.ping();
  controller.abort();
  await assert.rejects(waiting, code('ABORTED'));
  const { signal } = new AbortController();
  await client.set('x', 1, { signal });
  assert.equal(await client.get('x', { signal }), 1);
});

test('closing fails what is open, and all that is asked afterwards', async (context) => {
  const { running } = await hostForClients(context);
  const client = await connect(running.port);
  const waiting = client.waitFor('x');
  const ends: unknown[] = [];
  client.on('disconnected', ({ error, isFinal }) => ends.push(error.code, isFinal));
  await client.ping();
  await client.close();
  await client.close();
  await assert.rejects(waiting, code('CLOSED'));
  await assert.rejects(client.set('x', 1), code('CLOSED'));
  assert.deepEqual(ends, ['CLOSED', true]);
  assert.equal(client.isConnected, false);
  assert.deepEqual(await client.changes().next(), { done: true, value: undefined });
});

test('await using closes', async (context) => {
  const { running } = await hostForClients(context);
  let kept: Awaited<ReturnType<typeof connect>>;
  {
    await using client = await connect(running.port);
    kept = client;
    assert.equal(client.isConnected, true);
  }
  await assert.rejects(kept.ping(), code('CLOSED'));
});

test('where nobody listens, the address is named', async (context) => {
  const running = await startHost(context);
  const { port } = running;
  await running.host.disable('socket-server');
  await assert.rejects(connect(port), (error: ClientError) => {
    assert.match(error.message, new RegExp(`^tcp://127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`));
    return code('DISCONNECTED')(error);
  });
  await assert.rejects(connect('unix:/nowhere.sock'), code('DISCONNECTED'));
  await assert.rejects(connect('nowhere'), code('BAD_ADDRESS'));
});

test('what is no host is told from one', async (context) => {
  const greeting = await serverThat(context, (socket) => socket.write('220 mail.example.org ESMTP\r\n'));
  await assert.rejects(connect(greeting), (error: ClientError) => {
    assert.match(error.message, /answers "220 mail\.exa": it does not speak headframe\/1/);
    return code('PROTOCOL')(error);
  });
  const newer = await serverThat(context, (socket) => socket.end('headframe/2\n'));
  await assert.rejects(connect(newer), code('PROTOCOL'));
  const closing = await serverThat(context, (socket) => socket.end());
  await assert.rejects(connect(closing), code('DISCONNECTED'));
});

test('an answer that nobody waits for, or that is malformed, ends the connection', async (context) => {
  const frames: Readonly<Record<string, string>> = {
    'an answer to nobody': '0200000009000000000000000000000000000000',
    'a request': '0100000001000000000000000000000000000000',
    'a kind that does not exist': '0900000001000000000000000000000000000000',
    'hello without a result': `0200000001000000020000000000000000000000${Buffer.from('{}').toString('hex')}`,
    'an error without JSON': `0300000001000000010000000000000000000000${Buffer.from('{').toString('hex')}`,
  };
  for (const [what, frame] of Object.entries(frames)) {
    const port = await serverThat(context, (socket) => {
      socket.once('data', () =>
        socket.write(Buffer.concat([Buffer.from('headframe/1\n'), Buffer.from(frame, 'hex')])),
      );
    });
    const refused = connect(port).then(
      () => 'connected',
      (error: ClientError) => error.code,
    );
    assert.match(await inTime(what, refused), /^(DISCONNECTED|PROTOCOL)$/, what);
  }
});

test('a host that is silent for longer than its heartbeats say is given up', async (context) => {
  const result = { session: 's', workspace: 'w', revision: 0, heartbeat: 20, resync: false };
  const meta = Buffer.from(JSON.stringify({ result }));
  const hello = encodeFrame({ kind: FRAME_KIND.answer, operation: OPERATION.command, id: 1, meta });
  const port = await serverThat(context, (socket) => {
    socket.once('data', () => socket.write(Buffer.concat([Buffer.from(FRAMED_PREAMBLE), hello])));
  });
  await using client = await connect(port, { reconnect: false });
  const end = new Promise<ClientError>((resolve) => client.on('disconnected', ({ error }) => resolve(error)));
  const { code: given, message } = await inTime('the end', end);
  assert.equal(given, 'DISCONNECTED');
  assert.match(message, /the host has been silent for too long$/);
});

test('a handle has the variable, its type and nothing of its own', async (context) => {
  const host = await hostForClients(context);
  const client = await host.connect();
  const x = client.variable<number>('x');
  const first: number = await x.set(5);
  assert.equal((await x.get()) + 1, 6);
  assert.equal((await x.metadata()).revision, first);
  await assert.rejects(x.set(6, { ifRevision: 0 }), code('CONFLICT'));
  assert.equal(await x.delete({ ifRevision: first }), first + 1);
  await assert.rejects(x.get(), code('NOT_FOUND'));
});

test('values and their metadata are written in one step, by the name of the client', async (context) => {
  const client = await (await hostForClients(context)).connect({ client: 'meter' });
  await client.set('x', new Float64Array(1000), { info: { unit: 'mm' }, ifRevision: 0 });
  const { provider, info, shape } = await client.metadata('x');
  assert.deepEqual({ provider, info, shape }, { provider: 'meter', info: { unit: 'mm' }, shape: [1000] });
  await client.set('x', 1);
  await client.undo('x');
  await client.rename('x', 'y');
  assert.equal((await client.metadata('y')).provider, 'meter');
});

test('commands of the host are called by name, with parameters longer than a meta', async (context) => {
  const { running, connect: open } = await hostForClients(context);
  const client = await open();
  running.register<{ text: string }>({
    name: 'echo',
    params: [{ name: 'text', summary: 'anything', schema: { type: 'string' } }],
    handler: ({ text }) => ({ text, deep: { bytes: null } }),
  });
  for (const length of [1, 100_000, 3_000_000]) {
    const text = 'ä'.repeat(length);
    assert.equal((await client.call('echo', { text })).text, text);
  }
  await client.call('set_var', { name: 'x' }, { values: { value: [1, 2] } });
  assert.deepEqual(await client.get('x'), [1, 2]);
  const { value, revision } = await client.call('get_var', { name: 'x', method: 'pickle' });
  assert.ok(value instanceof Uint8Array && revision === 1);
  await assert.rejects(client.call('nothing'), code('UNKNOWN_METHOD'));
});

test('what does not fit is refused by the host, and the connection lives', async (context) => {
  const client = await (await hostForClients(context, { maxPayloadBytes: 100_000 })).connect();
  await assert.rejects(client.set('x', new Float64Array(20_000)), code('TOO_LARGE'));
  await assert.rejects(client.get('n'.repeat(2 ** 21)), code('TOO_LARGE'));
  assert.equal(await client.set('x', 1), 1);
});
