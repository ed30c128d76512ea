import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { readInPlace } from '../../plugins/socket-server/read-in-place.ts';

/** Both ends of a connection. */
async function pair(t: TestContext): Promise<{ client: Socket; served: Socket }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const client = connect(address.port, address.address);
  const [served] = (await once(server, 'connection')) as [Socket];
  server.close();
  t.after(() => {
    client.destroy();
    served.destroy();
  });
  return { client, served };
}

test('what has a place is read there, and all else is handed over; the end is told as ever', async (t) => {
  const { client, served } = await pair(t);
  const sent = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 251));
  const target = Buffer.alloc(sent.length - 1);
  const first: Buffer[] = [];
  let filled = 0;
  served.on('data', () => assert.fail('data was emitted'));
  const isInPlace = readInPlace(served, {
    room: () => (first.length > 0 && filled < target.length ? target.subarray(filled) : undefined),
    filled: (count) => {
      filled += count;
    },
    received: (chunk) => {
      first.push(Buffer.from(chunk));
      client.end(sent.subarray(1));
    },
  });
  assert.equal(isInPlace, true);
  client.write(sent.subarray(0, 1));
  await once(served, 'end');
  assert.deepEqual(first, [sent.subarray(0, 1)]);
  assert.ok(target.subarray(0, filled).equals(sent.subarray(1)));
});

test('a socket that is not as it is known is left as it is', async (t) => {
  const { client, served } = await pair(t);
  const unused = { room: () => undefined, filled: () => undefined, received: () => undefined };
  assert.equal(readInPlace({ _handle: {} } as never, unused), false);
  const key = Object.getOwnPropertySymbols(served).find(({ description }) => description === 'kBufferCb');
  assert.ok(key);
  Reflect.set(served, key, () => true);
  assert.equal(readInPlace(served, unused), false);
  Reflect.set(served, key, null);
  client.write('as ever');
  assert.equal(String((await once(served, 'data'))[0]), 'as ever');
});
