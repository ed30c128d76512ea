import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { WebSocket } from 'ws';
import type * as Browser from '../../clients/browser/index.ts';
import { connect } from '../../clients/browser/index.ts';
import { type Client, decodeValue, encodeValue } from '../../clients/node/index.ts';
import { browserOptions } from '../../plugins/web-inspector/page-options.ts';
import { distinctCorpus } from '../codec/corpus-run.ts';
import { inTime } from '../socket-server/until.ts';
import { hostForClients } from './node-host.ts';
import { WebSocketBridge } from './web-socket-bridge.ts';

const folder = mkdtempSync(join(tmpdir(), 'headframe-browser-'));
let browser: typeof Browser;

before(async () => {
  const { metafile } = await build({
    ...browserOptions(resolve('.')),
    entryPoints: ['clients/browser/index.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  const imported = Object.values(metafile?.outputs ?? {}).flatMap(({ imports }) => imports);
  assert.deepEqual(
    imported.filter(({ external }) => external),
    [],
    'it needs nothing that browsers lack',
  );
  browser = await import(pathToFileURL(join(folder, 'index.mjs')).href);
});

after(() => rmSync(folder, { recursive: true, force: true }));

interface Connected {
  /** The client as it is bundled for browsers, over a WebSocket. */
  readonly client: Browser.Client;
  readonly bridge: WebSocketBridge;
  /** Another client of the same host. */
  readonly other: Client;
}

async function connected(context: TestContext, options: Browser.BrowserOptions = {}): Promise<Connected> {
  const host = await hostForClients(context);
  const bridge = await WebSocketBridge.before(host.running.port);
  context.after(() => bridge[Symbol.asyncDispose]());
  const client = await browser.connect(bridge.url, { WebSocket, ...options });
  context.after(() => client.close());
  return { client, bridge, other: await host.connect() };
}

/** The next change of a variable that a client is told of. */
function changed(client: Browser.Client, name: string): Promise<Browser.DataChanged> {
  const heard = new Promise<Browser.DataChanged>((resolve) => {
    client.on('dataChanged', (change) => {
      if (change.name === name) resolve(change);
    });
  });
  return inTime(`a change of ${name}`, heard);
}

test('values go to Node and come back as they were', async (context) => {
  const { client, other } = await connected(context);
  const values = [
    null,
    true,
    -1.5,
    -0,
    2n ** 70n,
    Number.NaN,
    'ä \u0000 "quoted" \\ \ud83d\ude00 \ud800',
    'long ä '.repeat(20_000),
    [1, [2, [3, 'x']]],
    { a: 1, b: { c: [null, true] }, $type: 'my own' },
    new Set([1, 'two']),
    new Float64Array(1000).fill(0.25),
    new BigInt64Array([-(2n ** 62n)]),
    new Date('2026-02-28T12:34:56.789Z'),
  ];
  for (const value of values) {
    await client.set('v', value);
    assert.deepEqual(await other.get('v'), value);
    await other.set('v', value);
    assert.deepEqual(await client.get('v'), value);
  }
  await client.set('v', new Uint8Array([0, 255]));
  assert.deepEqual([...(await client.get<Uint8Array>('v'))], [0, 255]);
  assert.deepEqual([...(await other.get<Uint8Array>('v'))], [0, 255]);
  await client.setMany({ a: 1, b: 'two' });
  assert.deepEqual(
    [...(await client.getMany(['a', 'b', 'c']))],
    [
      ['a', 1],
      ['b', 'two'],
    ],
  );
  assert.deepEqual(await client.names(), ['v', 'a', 'b']);
  assert.equal((await client.metadata('a')).provider, 'browser');
});

test('large values are sent in messages that no server need refuse', async (context) => {
  const { client, bridge } = await connected(context);
  const large = Float64Array.from({ length: 500_000 }, (_, index) => index / 7);
  await client.set('large', large);
  assert.deepEqual(await client.get('large'), large);
  assert.ok(bridge.longest <= 256 * 1024, `${bridge.longest} bytes`);
});

test('every document of the corpus is read and written as in Node', async () => {
  const raw = (document: Uint8Array, method: 'json' | 'pickle') => ({ method, document, buffers: [] });
  const outcome = async (door: Pick<typeof Browser, 'decodeValue' | 'encodeValue'>, pickle: Uint8Array) => {
    try {
      const value = await door.decodeValue(raw(pickle, 'pickle'), { exact: true });
      const { document, buffers } = door.encodeValue(value, 'json');
      const pickled = door.encodeValue(value, 'pickle').document;
      const json = await door.decodeValue(
        { method: 'json', document: bytesOf(document), buffers },
        { exact: true },
      );
      return [document, ...buffers, pickled, door.encodeValue(json, 'pickle').document].map(hash);
    } catch (error) {
      return error instanceof Error && 'code' in error ? `${error.code} ${error.message}` : error;
    }
  };
  let count = 0;
  for (const { expression, pickle } of distinctCorpus()) {
    const expected = await outcome({ decodeValue, encodeValue }, pickle);
    assert.deepEqual(await outcome(browser, pickle), expected, expression);
    count += 1;
  }
  assert.ok(count > 500, `${count}`);
});

function bytesOf(document: Uint8Array | string): Uint8Array {
  return typeof document === 'string' ? new TextEncoder().encode(document) : document;
}

function hash(document: Uint8Array | string): string {
  return Buffer.from(bytesOf(document)).toString('latin1');
}

test('changes are told, with small values', async (context) => {
  const { client, other } = await connected(context, { subscribe: { inline: 100 } });
  const heard = changed(client, 'x');
  await other.set('x', [1, 2]);
  const { value, change } = await heard;
  assert.equal(change, 'created');
  assert.deepEqual(value && browser.decodeValue(value), [1, 2]);
});

test('a client whose connection was cut comes back and is told what it has missed', async (context) => {
  const { client, bridge, other } = await connected(context);
  await other.set('x', 1);
  const seen: string[] = [];
  await client.subscribe({});
  client.on('dataChanged', ({ name, revision }) => seen.push(`${name} ${revision}`));
  const back = new Promise((resolve) => client.on('connected', resolve));
  bridge.cut();
  await other.set('x', 2);
  await other.set('y', 1);
  await inTime('the connection', back);
  await inTime('the answer', client.ping());
  assert.deepEqual(seen, ['x 2', 'y 3']);
});

test('what is given up or nonsense is refused with its code', async (context) => {
  const { client } = await connected(context);
  const code = (expected: string) => (error: unknown) =>
    error instanceof browser.ClientError && error.code === expected;
  const signal = AbortSignal.abort();
  await assert.rejects(client.get('x', { signal }), code('ABORTED'));
  await assert.rejects(client.get('x'), code('NOT_FOUND'));
  await assert.rejects(client.waitFor('x', { timeoutMs: 1 }), code('TIMEOUT'));
  await assert.rejects(browser.connect('ftp://localhost/', { WebSocket }), code('BAD_ADDRESS'));
  await assert.rejects(browser.connect('/framed', { WebSocket }), code('BAD_ADDRESS'));
  await assert.rejects(browser.connect('ws://127.0.0.1:1/', { WebSocket }), code('DISCONNECTED'));
  await client.close();
  await assert.rejects(client.get('x'), code('CLOSED'));
});

test('it works unbundled in Node', async (context) => {
  const { bridge, other } = await connected(context);
  await using client = await connect(bridge.url.replace('ws:', 'http:'), { WebSocket, client: 'mine' });
  await client.set('x', new Float64Array([1, 2]));
  assert.deepEqual(await other.get('x'), new Float64Array([1, 2]));
  assert.equal((await other.metadata('x')).provider, 'mine');
});
