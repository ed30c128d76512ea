import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeFrame,
  FRAME_KIND,
  HEAD_BYTES,
  MAX_META_BYTES,
  OPERATION,
  writeHead,
} from '../../codec/frame/index.ts';
import { vectors } from '../frame/framed-vectors.ts';
import type { Received } from './framed-peer.ts';
import { startHost } from './running-host.ts';

function json({ meta }: Received): Record<string, unknown> {
  return JSON.parse(meta.toString());
}

/** A head alone, whose bytes are never sent. */
function headOf(metaLength: number, payloadLength: number, operation: number = OPERATION.set): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES);
  writeHead(bytes, { kind: FRAME_KIND.request, operation, flags: 2, id: 9, metaLength, payloadLength }, 0);
  return bytes;
}

test('the server answers with its version, however the client cuts its own', async (context) => {
  const running = await startHost(context);
  const slow = await running.peer();
  await slow.sendSlowly('headframe/1\n');
  assert.equal(await slow.take('\n'), 'headframe/1\n');
  for (const other of ['headframe/2\n', 'headframe!', 'headframe/1\r']) {
    const peer = await running.peer();
    peer.send(other);
    assert.equal(await peer.rest(), 'headframe/1\n', other);
  }
});

test('hello says what a client needs to know', async (context) => {
  const running = await startHost(context, { heartbeatSeconds: 7 });
  const peer = await running.framedConnection();
  const { version, session, workspace, ...rest } = await peer.hello();
  assert.equal(typeof version, 'string');
  assert.match(String(session), /^tcp-\d+$/);
  assert.match(String(workspace), /^[0-9a-f-]{36}$/);
  assert.deepEqual(rest, {
    server: 'headframe',
    role: 'admin',
    revision: 0,
    limits: { meta: 1_048_576, payload: 2 ** 30, names: 8192 },
    capabilities: [],
    heartbeat: 7000,
    resync: false,
  });
  assert.equal(peer.preamble, 'headframe/1\n');
  await assert.rejects(peer.hello(), { code: 'BAD_REQUEST' });
  const text = await running.peer('classic');
  assert.match(await text.call('hello'), /"code": "BAD_REQUEST"/);
});

test('nothing is done before hello, and whoever tries is closed', async (context) => {
  const running = await startHost(context);
  for (const operation of [OPERATION.ping, OPERATION.get, OPERATION.command]) {
    const peer = await running.framedConnection();
    const id = operation === OPERATION.command ? peer.command('ping') : peer.request(operation);
    assert.equal(json(await peer.answer(id)).code, 'NEEDS_HELLO');
    await peer.closed();
  }
});

for (const over of [-1, 0, 1]) {
  test(`a hello of the bytes that an opening may have ${over >= 0 ? '+' : ''}${over}`, async (context) => {
    const running = await startHost(context);
    const peer = await running.framedConnection();
    const text = JSON.stringify({ method: 'hello', params: {} });
    const id = peer.request(OPERATION.command, { meta: Buffer.from(text.padEnd(4096 - HEAD_BYTES + over)) });
    const answer = await peer.answer(id);
    if (over <= 0) assert.equal(answer.kind, FRAME_KIND.answer);
    else {
      assert.equal(json(answer).code, 'TOO_LARGE');
      await peer.closed();
    }
  });
}

test('a frame that cannot be read closes the connection, with the reason under id 0', async (context) => {
  const running = await startHost(context);
  const open = await running.framed();
  open.command('wait_for', { name: 'x' });
  open.request(OPERATION.ping, { id: 2 });
  assert.match(String(json(await open.frame(({ id }) => id === 0)).message), /id 2 belongs/);
  for (const [frame, message] of [
    [{ kind: 0, operation: 4, id: 5 }, 'there is no kind of frame 0'],
    [{ kind: 9, operation: 4, id: 5 }, 'there is no kind of frame 9'],
    [{ kind: FRAME_KIND.request, operation: 4, id: 0 }, 'the id of a request is not 0'],
    [{ kind: FRAME_KIND.answer, operation: 4, id: 5 }, 'nobody waits for a frame of kind 2'],
    [{ kind: FRAME_KIND.error, operation: 4, id: 5 }, 'nobody waits for a frame of kind 3'],
    [{ kind: FRAME_KIND.notification, operation: 19, id: 5 }, 'nobody waits for a frame of kind 4'],
    [{ kind: FRAME_KIND.answer, operation: 19, id: 5 }, 'there was no heartbeat 5'],
  ] as const) {
    const peer = await running.framed();
    peer.send(frame);
    const error = await peer.frame(({ id }) => id === 0);
    assert.deepEqual(json(error), { code: 'BAD_FRAME', message });
    await peer.closed();
  }
});

test('a request that makes no sense is answered, and the connection lives on', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  for (const { name, hex, fields } of vectors.badRequests) {
    const frame = Buffer.from(hex, 'hex');
    const id = peer.nextId();
    frame.writeUInt32LE(id, 4);
    peer.send(frame);
    const { kind, operation, meta } = await peer.answer(id);
    assert.deepEqual([kind, operation], [FRAME_KIND.error, fields.operation], name);
    assert.equal(JSON.parse(meta.toString()).code, fields.code, name);
  }
  for (const [operation, flags, code] of [
    [8, 0, 'UNKNOWN_METHOD'],
    [255, 0, 'UNKNOWN_METHOD'],
    [OPERATION.get, 8, 'BAD_META'],
    [OPERATION.get, 3, 'BAD_META'],
    [OPERATION.ping, 1, 'BAD_META'],
    [OPERATION.delete, 1, 'BAD_META'],
    [OPERATION.getMany, 4, 'BAD_META'],
    [OPERATION.setMany, 1, 'BAD_META'],
    [OPERATION.deleteMany, 4, 'BAD_META'],
    [OPERATION.command, 2, 'BAD_META'],
    [OPERATION.get, 0, 'NOT_FOUND'],
  ] as const) {
    const { meta } = await peer.answer(peer.request(operation, { flags }));
    assert.equal(JSON.parse(meta.toString()).code, code, `operation ${operation}, flags ${flags}`);
  }
  await peer.call('ping');
});

for (const over of [-1, 0, 1]) {
  test(`a payload of the limit and ${over} bytes`, async (context) => {
    const running = await startHost(context, { maxPayloadBytes: 1024 });
    const peer = await running.framed();
    const answer = await peer.set('x', `"${'a'.repeat(1022 + over)}"`);
    if (over <= 0) assert.equal(answer.kind, FRAME_KIND.answer);
    else {
      assert.equal(answer.kind, FRAME_KIND.error);
      const message = 'the payload has 1025 bytes; the limit is 1024 (setting socket-server.maxPayloadBytes)';
      assert.deepEqual(json(answer), { code: 'TOO_LARGE', message });
    }
    assert.equal((await peer.set('y', '1')).kind, FRAME_KIND.answer);
  });

  test(`a meta of the limit and ${over} bytes`, async (context) => {
    const running = await startHost(context);
    const peer = await running.framed();
    const text = JSON.stringify({ method: 'ping' });
    const meta = Buffer.from(text.padEnd(MAX_META_BYTES + over));
    const answer = await peer.answer(peer.request(OPERATION.command, { meta }));
    assert.equal(answer.kind, over <= 0 ? FRAME_KIND.answer : FRAME_KIND.error);
    await peer.call('ping');
  });
}

test('a frame far beyond its limit is answered and its connection closed, without waiting for it', async (context) => {
  const running = await startHost(context, { maxPayloadBytes: 1024 });
  for (const head of [headOf(1, 16 * 1024 + 1), headOf(1, 2 ** 52), headOf(2 ** 32 - 1, 0)]) {
    const peer = await running.framed();
    peer.send(head);
    assert.equal(json(await peer.answer(9)).code, 'TOO_LARGE');
    await peer.closed();
  }
});

test('a batch that is too large to be answered is refused', async (context) => {
  const running = await startHost(context, { maxPayloadBytes: 1024 });
  const peer = await running.framed();
  await peer.set('x', `"${'a'.repeat(600)}"`);
  const names = Buffer.from('\x02\0\0\0\x01\0x\x01\0x', 'latin1');
  assert.equal(json(await peer.answer(peer.request(OPERATION.getMany, { meta: names }))).code, 'TOO_LARGE');
});

test('requests that come in one segment, or byte by byte, are answered alike', async (context) => {
  const running = await startHost(context);
  const peer = await running.framedConnection();
  const hello = { kind: 1, operation: 0, id: 1, meta: Buffer.from('{"method":"hello"}') };
  const frames = [hello, ...[2, 3, 4].map((id) => ({ kind: 1, operation: OPERATION.ping, id }))];
  peer.send(...frames);
  for (const id of [1, 2, 3, 4]) assert.equal((await peer.answer(id)).kind, FRAME_KIND.answer);
  const slow = await running.framedConnection();
  for (const byte of Buffer.concat(frames.map(encodeFrame))) {
    await new Promise((resolve) => slow.socket.write(Buffer.of(byte), resolve));
  }
  for (const id of [1, 2, 3, 4]) assert.equal((await slow.answer(id)).kind, FRAME_KIND.answer);
});

test('a client that ends after its requests gets their answers', async (context) => {
  const running = await startHost(context);
  const peer = await running.framed();
  const ids = Array.from({ length: 500 }, (_, index) => peer.sendSet('x', String(index)));
  peer.socket.end();
  for (const id of ids) assert.equal((await peer.answer(id)).kind, FRAME_KIND.answer);
  await peer.closed();
});
