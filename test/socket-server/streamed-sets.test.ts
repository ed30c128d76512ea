import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import {
  encodeFrameStart,
  encodeWriteMeta,
  FRAME_KIND,
  FRAMED_PREAMBLE,
  METHOD_NUMBER,
  OPERATION,
} from '../../codec/index.ts';
import type { FramedPeer } from './framed-peer.ts';
import { codeOf, startOnDisk } from './places-peer.ts';
import { until } from './until.ts';

const MEGABYTE = 1_000_000;
const DOCUMENT = Buffer.from('"a document, and a buffer behind it"');
const BUFFER = Buffer.alloc(3 * MEGABYTE, Buffer.from('0123456789'));

async function served(context: TestContext) {
  const running = await startOnDisk(context);
  const files = () =>
    readdirSync(join(running.dataDir, 'workspace', 'blobs')).filter((name) => !name.endsWith('.challenge'));
  return { running, files };
}

/** Begins a set of {@link DOCUMENT} with {@link BUFFER}, up to where it is known that it comes in pieces. */
function beginSet(peer: FramedPeer, name: string): number {
  const id = peer.nextId();
  const meta = encodeWriteMeta({ name, buffers: [BUFFER.length] });
  const head = { kind: FRAME_KIND.request, operation: OPERATION.set, flags: METHOD_NUMBER.json, id, meta };
  peer.socket.write(encodeFrameStart(head, DOCUMENT.length + BUFFER.length));
  peer.socket.write(Buffer.concat([DOCUMENT, BUFFER.subarray(0, MEGABYTE)]));
  return id;
}

/** Waits for what the host does to its files. */
const untilFiles = (what: string, isSo: () => boolean) => until(what, () => setImmediate().then(isSo));

test('a large value goes to its file as it comes, and is the value that was sent', async (context) => {
  const { running, files } = await served(context);
  const peer = await running.framed();
  const id = beginSet(peer, 'x');
  await untilFiles('its file has begun', () => files().length === 1);
  peer.socket.write(BUFFER.subarray(MEGABYTE));
  assert.equal((await peer.answer(id)).kind, FRAME_KIND.answer);
  assert.ok((await peer.get('x')).payload.equals(Buffer.concat([DOCUMENT, BUFFER])));
  assert.equal(files().length, 1);
});

test('of a connection that ends half-way neither file nor variable is left', async (context) => {
  const { running, files } = await served(context);
  const peer = await running.framed();
  beginSet(peer, 'x');
  await untilFiles('its file has begun', () => files().length === 1);
  peer.destroy();
  await untilFiles('its file is gone', () => files().length === 0);
  const other = await running.framed();
  assert.equal(codeOf(await other.get('x')), 'NOT_FOUND');
});

test('a large value that is refused leaves no file, and the connection goes on', async (context) => {
  const { running, files } = await served(context);
  const peer = await running.framed();
  const id = beginSet(peer, 'DataFrame');
  peer.socket.write(BUFFER.subarray(MEGABYTE));
  assert.equal(codeOf(await peer.answer(id)), 'RESERVED');
  await untilFiles('its file is gone', () => files().length === 0);
  await peer.call('set_var', { name: 'x', value: 1 });
  assert.equal((await peer.get('x')).payload.toString(), '1');
});

test('where no file can be written a large value is refused, and the connection goes on', async (context) => {
  const { running } = await served(context);
  const peer = await running.framed();
  rmSync(join(running.dataDir, 'workspace', 'blobs'), { recursive: true });
  const id = beginSet(peer, 'x');
  peer.socket.write(BUFFER.subarray(MEGABYTE));
  assert.equal(codeOf(await peer.answer(id)), 'IO_FAILED');
  assert.equal(codeOf(await peer.get('x')), 'NOT_FOUND');
});

test('a framed connection that stops half-way in a frame is closed when it has been idle', async (context) => {
  const impatient = await startOnDisk(context, { idleSeconds: 0.2 });
  const closed = impatient.log.next('a packet of it stopped half-way');
  const peer = await impatient.peerTo({ port: impatient.port, host: '127.0.0.1' });
  const half = encodeFrameStart({ kind: FRAME_KIND.request, operation: OPERATION.ping, id: 9 }, 10);
  peer.socket.write(Buffer.concat([Buffer.from(FRAMED_PREAMBLE), half]));
  await closed;
});
