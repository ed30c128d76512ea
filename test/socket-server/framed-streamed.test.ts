import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import {
  decodeLayouts,
  encodeFrameStart,
  encodeWriteMeta,
  FRAME_KIND,
  METHOD_NUMBER,
  OPERATION,
} from '../../codec/frame/index.ts';
import { RestartableHost } from '../clients/restartable-host.ts';
import { FramedPeer } from './framed-peer.ts';
import { until } from './until.ts';

const MEGABYTE = 1_000_000;
const DOCUMENT = Buffer.from('"a document, and buffers behind it"');

interface Served {
  readonly host: RestartableHost;
  readonly peer: FramedPeer;
  /** The files of values. */
  readonly files: () => string[];
  readonly fileSize: (name: string) => number;
}

async function served(t: TestContext, config: object = {}): Promise<Served> {
  const host = new RestartableHost();
  t.after(() => host[Symbol.asyncDispose]());
  writeFileSync(join(host.folder, 'headframe.config.jsonc'), JSON.stringify(config));
  await host.start();
  const folder = join(host.folder, '.headframe', 'workspace', 'blobs');
  const peer = await connected(t, host);
  const files = () => readdirSync(folder).filter((name) => !name.endsWith('.challenge'));
  return { host, peer, files, fileSize: (name) => statSync(join(folder, name)).size };
}

async function connected(t: TestContext, host: RestartableHost): Promise<FramedPeer> {
  const peer = await FramedPeer.connect({ path: host.address.slice('unix:'.length) });
  t.after(() => peer.destroy());
  await peer.hello();
  return peer;
}

/** Begins a set and gives its id: the buffers are to follow, of so many bytes each. */
function beginSet(peer: FramedPeer, name: string, document: Buffer, buffers: readonly number[]): number {
  const id = peer.nextId();
  const meta = encodeWriteMeta({ name, buffers });
  const length = buffers.reduce((sum, one) => sum + one, document.length);
  const head = { kind: FRAME_KIND.request, operation: OPERATION.set, flags: METHOD_NUMBER.json, id, meta };
  peer.socket.write(encodeFrameStart(head, length));
  peer.socket.write(document);
  return id;
}

async function send(peer: FramedPeer, bytes: Buffer): Promise<void> {
  if (!peer.socket.write(bytes)) await once(peer.socket, 'drain');
}

/** Sets a value with buffers that begin with their number, in pieces of one MB. */
async function setInPieces(peer: FramedPeer, name: string, buffers: readonly number[]): Promise<Buffer> {
  const id = beginSet(peer, name, DOCUMENT, buffers);
  for (const [index, length] of buffers.entries()) {
    for (let at = 0; at < length; at += MEGABYTE) {
      await send(peer, Buffer.alloc(Math.min(MEGABYTE, length - at), index + 1));
    }
  }
  const { kind, meta } = await peer.answer(id);
  assert.equal(kind, FRAME_KIND.answer, meta.toString());
  return meta;
}

/** Waits for what the host does to its files. */
function untilFiles(what: string, isSo: () => boolean): Promise<void> {
  return until(what, () => setImmediate().then(isSo));
}

/** Bytes of a process, as /proc names them. */
function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const line = readFileSync(`/proc/${pid}/status`, 'latin1')
    .split('\n')
    .find((one) => one.startsWith(what));
  return Number(line?.replace(/\D/g, '')) * 1024;
}

test('a value of 200 MB goes to its file as it comes: the host needs no memory for it', async (t) => {
  const { host, peer, files, fileSize } = await served(t);
  await setInPieces(peer, 'warm', [2 * MEGABYTE]);
  const { pid } = JSON.parse(readFileSync(join(host.folder, '.headframe', 'runtime.json'), 'utf8'));
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = memoryOf(pid, 'VmRSS');
  await setInPieces(peer, 'big', [150 * MEGABYTE, 50 * MEGABYTE]);
  const grown = memoryOf(pid, 'VmHWM') - before;
  assert.ok(grown <= 64 * 1024 * 1024, `the host grew by ${Math.round(grown / MEGABYTE)} MB`);
  assert.ok(files().some((name) => fileSize(name) > 200 * MEGABYTE));
});

test('a value that came in pieces is the value that was sent, also after a restart, and again is no change', async (t) => {
  const { host, peer, files } = await served(t);
  const sizes = [1, 70_000, 0, 3 * MEGABYTE + 17];
  const revision = await setInPieces(peer, 'x', sizes);
  await host.end('SIGKILL');
  await host.start();
  const again = await connected(t, host);
  const { meta, payload } = await again.get('x');
  assert.deepEqual(decodeLayouts(meta)[0]?.buffers, sizes);
  const parts = sizes.map((size, index) => Buffer.alloc(size, index + 1));
  assert.ok(payload.equals(Buffer.concat([DOCUMENT, ...parts])));
  const before = files();
  assert.deepEqual(await setInPieces(again, 'x', sizes), revision, 'the same bytes take no new revision');
  await untilFiles('the second file is gone', () => files().length === before.length);
  assert.deepEqual(files(), before);
});

test('a connection that ends half-way leaves no file and no variable', async (t) => {
  const { host, peer, files } = await served(t);
  beginSet(peer, 'x', DOCUMENT, [10 * MEGABYTE]);
  await send(peer, Buffer.alloc(MEGABYTE));
  await untilFiles('the file has begun', () => files().length === 1);
  peer.destroy();
  await untilFiles('the file is gone', () => files().length === 0);
  const other = await connected(t, host);
  const { kind } = await other.get('x');
  assert.equal(kind, FRAME_KIND.error);
});

test('what is refused is refused with its code and leaves no file, and the connection goes on', async (t) => {
  const config = { plugins: { workspace: { settings: { max_value_bytes: 2 * MEGABYTE } } } };
  const { peer, files } = await served(t, config);
  const attempt = async (name: string, document: string, size: number): Promise<string> => {
    const id = beginSet(peer, name, Buffer.from(document), [size]);
    await send(peer, Buffer.alloc(size));
    const { kind, meta } = await peer.answer(id);
    assert.equal(kind, FRAME_KIND.error);
    return JSON.parse(meta.toString()).code;
  };
  assert.equal(await attempt('x', '1', 3 * MEGABYTE), 'TOO_LARGE');
  assert.equal(await attempt('DataFrame', '1', MEGABYTE), 'RESERVED');
  assert.equal(await attempt('x', '{"no', MEGABYTE), 'BAD_JSON');
  await untilFiles('their files are gone', () => files().length === 0);
  await setInPieces(peer, 'x', [MEGABYTE]);
  assert.equal(files().length, 1);
});

test('a pickle is inspected all the same when data alone is let in', async (t) => {
  const config = { plugins: { workspace: { settings: { pickle: 'data-only' } } } };
  const { peer, files } = await served(t, config);
  const attempt = async (pickle: Buffer): Promise<number> => {
    const id = peer.nextId();
    const meta = encodeWriteMeta({ name: 'x', buffers: [] });
    const flags = METHOD_NUMBER.pickle;
    peer.socket.write(
      encodeFrameStart(
        { kind: FRAME_KIND.request, operation: OPERATION.set, flags, id, meta },
        pickle.length,
      ),
    );
    await send(peer, pickle);
    return (await peer.answer(id)).kind;
  };
  const bytes = Buffer.concat([Buffer.from([0x80, 4, 0x42, 0, 0, 16, 0]), Buffer.alloc(MEGABYTE + 48_576)]);
  const data = Buffer.concat([bytes, Buffer.from('.')]);
  const code = Buffer.concat([bytes, Buffer.from('0cos\nsystem\n(S"true"\ntR.')]);
  assert.equal(await attempt(code), FRAME_KIND.error);
  await untilFiles('its file is gone', () => files().length === 0);
  assert.equal(await attempt(data), FRAME_KIND.answer);
});
