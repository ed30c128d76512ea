import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import {
  encodeFrameStart,
  encodeWriteMeta,
  FRAME_KIND,
  METHOD_NUMBER,
  OPERATION,
} from '../../codec/index.ts';
import { RestartableHost } from '../clients/restartable-host.ts';
import { FramedPeer, type Received } from './framed-peer.ts';
import { codeOf, type Offer, PlacesPeer } from './places-peer.ts';
import { until } from './until.ts';

const MEGABYTE = 1_000_000;
const DOCUMENT_BYTES = 50 * MEGABYTE;
/** What the host may take for a document, whatever its length. */
const GROWTH_BYTES = 40 * MEGABYTE;

type Method = keyof typeof METHOD_NUMBER;

/** In one piece: a text, and a list of many short items. */
const DOCUMENTS: Readonly<Record<string, { readonly method: Method; readonly document: () => Buffer }>> = {
  'a pickle of one array': { method: 'pickle', document: () => pickleOf(Buffer.alloc(DOCUMENT_BYTES, 'x')) },
  'a pickle of many texts': {
    method: 'pickle',
    document: () => {
      const items = repeated(latin1('\x8c\x08a string\x94'));
      return Buffer.concat([latin1('\x80\x04]\x94('), items, latin1('e.')]);
    },
  },
  'typed JSON of many items': {
    method: 'json',
    document: () =>
      Buffer.concat([
        latin1('['),
        repeated(Buffer.from(`{"a": 1.5e3}, "${'x'.repeat(500)} é", `)),
        latin1('1]'),
      ]),
  },
};

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** A whole number of items, about as long as a document is to be. */
function repeated(item: Buffer): Buffer {
  return Buffer.alloc(Math.floor(DOCUMENT_BYTES / item.length) * item.length, item);
}

/** Bytes within a pickle. */
function pickleOf(bytes: Buffer): Buffer {
  const head = latin1('\x80\x04\x8e________');
  head.writeBigUInt64LE(BigInt(bytes.length), 3);
  return Buffer.concat([head, bytes, latin1('.')]);
}

/** A host in a process of its own, and a client of it that may have places. */
async function served(t: TestContext) {
  const host = await RestartableHost.start();
  t.after(() => host[Symbol.asyncDispose]());
  const peer = await FramedPeer.connect({ path: host.address.slice('unix:'.length) });
  t.after(() => peer.destroy());
  const { places } = await peer.hello();
  const placed = new PlacesPeer(peer, places as Offer);
  await peer.call('use_places', { proof: placed.proof() });
  const files = () => readdirSync(placed.offer.directory).filter((name) => !name.endsWith('.challenge'));
  const { pid } = JSON.parse(readFileSync(join(host.folder, '.headframe', 'runtime.json'), 'utf8'));
  return { peer, placed, files, memory: new PeakMemory(pid) };
}

/** How much a process takes at most from a moment on. */
class PeakMemory {
  readonly #pid: number;
  #before = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  begin(): void {
    writeFileSync(`/proc/${this.#pid}/clear_refs`, '5');
    this.#before = this.#bytes('VmRSS');
  }

  get grown(): number {
    return this.#bytes('VmHWM') - this.#before;
  }

  #bytes(what: 'VmRSS' | 'VmHWM'): number {
    const status = readFileSync(`/proc/${this.#pid}/status`, 'latin1');
    const line = status.split('\n').find((one) => one.startsWith(what));
    return Number(line?.replace(/\D/g, '')) * 1024;
  }
}

/** Sets a variable over the socket. */
async function set(peer: FramedPeer, name: string, method: Method, document: Buffer): Promise<Received> {
  const id = peer.nextId();
  const meta = encodeWriteMeta({ name, buffers: [] });
  const flags = METHOD_NUMBER[method];
  const head = { kind: FRAME_KIND.request, operation: OPERATION.set, flags, id, meta };
  peer.socket.write(encodeFrameStart(head, document.length));
  for (let at = 0; at < document.length; at += MEGABYTE) {
    if (!peer.socket.write(document.subarray(at, at + MEGABYTE))) await once(peer.socket, 'drain');
  }
  return peer.answer(id);
}

test('a large document is checked in its file: over the socket and by its place', async (t) => {
  const { peer, placed, memory } = await served(t);
  assert.equal(codeOf(await set(peer, 'warm', 'json', latin1('[1]'))), undefined);
  for (const [what, { method, document }] of Object.entries(DOCUMENTS)) {
    const bytes = document();
    memory.begin();
    assert.equal(codeOf(await set(peer, 'sent', method, bytes)), undefined, what);
    assert.ok(memory.grown < GROWTH_BYTES, `${what}, sent: the host grew by ${memory.grown} bytes`);
    const committed = await placed.commit({ name: 'placed', method, ...placed.write(bytes) });
    assert.equal(codeOf(committed), undefined, what);
    assert.ok(memory.grown < GROWTH_BYTES, `${what}, placed: the host grew by ${memory.grown} bytes`);
    assert.ok(placed.read(await placed.get('sent'))[0]?.equals(bytes), what);
  }
});

test('a pickle whose buffers are large is taken over with none of them read', async (t) => {
  const { placed, memory } = await served(t);
  const buffer = Buffer.alloc(DOCUMENT_BYTES, 'x');
  const file = placed.write(latin1('\x80\x05\x97\x97\x86.'), [buffer, buffer]);
  memory.begin();
  const committed = await placed.commit({ name: 'x', method: 'pickle', ...file });
  assert.equal(codeOf(committed), undefined);
  assert.ok(memory.grown < GROWTH_BYTES, `the host grew by ${memory.grown} bytes`);
});

test('what is wrong at the end of a large document is found, and nothing is left of it', async (t) => {
  const { peer, placed, files } = await served(t);
  const text = Buffer.alloc(9 * MEGABYTE, 'x');
  const refused: readonly (readonly [string, Method, Buffer])[] = [
    ['BAD_PICKLE', 'pickle', pickleOf(text).subarray(0, -1)],
    ['NEEDS_BUFFERS', 'pickle', Buffer.concat([pickleOf(text).subarray(0, -1), latin1('0\x97.')])],
    ['NEEDS_PERSISTENT_ID', 'pickle', Buffer.concat([pickleOf(text).subarray(0, -1), latin1('0Pid\n.')])],
    ['BAD_JSON', 'json', Buffer.concat([latin1('"'), text])],
    ['BAD_JSON', 'json', Buffer.concat([latin1('"'), text, latin1('\xff"')])],
    ['BAD_JSON', 'json', Buffer.concat([latin1('["'), text, latin1('"}')])],
  ];
  for (const [code, method, document] of refused) {
    assert.equal(codeOf(await set(peer, 'x', method, document)), code);
    const commit = await placed.commit({ name: 'x', method, ...placed.write(document) });
    assert.equal(codeOf(commit), code);
  }
  await until('no file is left', () => setImmediate().then(() => files().length === 0));
  assert.equal((await peer.get('x')).kind, FRAME_KIND.error);
});
