import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createTestHost } from '../../core/testing.ts';
import { temporaryFolder, writePlugin } from '../core/plugins.ts';
import { exchange, get, message, type Port, parse, portOf } from './http-peer.ts';
import { Peer } from './peer.ts';
import { type RunningHost, startHost } from './running-host.ts';
import { until } from './until.ts';

const ON = { http: true, httpPort: 0 };
const LINE_BYTES = 4096;
/** A drip of a byte each, and the drips after which it has gone on for ever; fewer bytes than headers may have. */
const DRIP_MS = 5;
const MOST_DRIPS = 3000;
const NAMES = `/get_var_names?msg=${message({ type_filter: '' })}`;

/** Lets others have their turn. */
function turn(): Promise<true> {
  return new Promise((resolve) => setImmediate(() => resolve(true)));
}

async function connect(context: TestContext, running: RunningHost, port: Port): Promise<Peer> {
  const peer = await Peer.connect(portOf(running, port));
  context.after(() => peer.destroy());
  return peer;
}

test('a line of as many bytes as a packet may have is taken, one of a byte more is refused by the limit and its setting', async (context) => {
  const running = await startHost(context, { ...ON, maxPacketBytes: LINE_BYTES });
  const line = (bytes: number) => {
    const [start, end] = [`GET ${NAMES}&pad=`, ' HTTP/1.1'];
    return `${start.padEnd(bytes - end.length, 'x')}${end}\r\n\r\n`;
  };
  for (const bytes of [LINE_BYTES - 1, LINE_BYTES]) {
    assert.equal((await exchange(running, 'variables', line(bytes))).status, 200);
  }
  for (const bytes of [LINE_BYTES + 1, LINE_BYTES * 10]) {
    const { status, body, headers } = await exchange(running, 'variables', line(bytes));
    assert.equal(status, 414);
    assert.match(body, /^Failed: .* more than 4096 bytes \(setting socket-server\.maxPacketBytes\)$/);
    assert.match(headers.get('x-headframe-error') ?? '', /^PACKET_TOO_LARGE: /);
  }
});

test('a client that says too slowly what it wants is closed as any other without a preamble', async (context) => {
  const running = await startHost(context, { ...ON, preambleSeconds: 0.2 });
  const openings = ['', 'GE', 'GET ', 'GET /get_da'];
  const peers = await Promise.all(openings.map(() => connect(context, running, 'variables')));
  for (const [at, peer] of peers.entries()) peer.send(openings[at] ?? '');
  for (const [at, peer] of peers.entries()) assert.equal(await peer.rest(), '', openings[at]);
});

test('a request that drips is closed, however steadily', async (context) => {
  const running = await startHost(context, { ...ON, idleSeconds: 0.1 });
  for (const opening of [
    'GET /get_data?msg=',
    'GET /get_data?msg= HTTP/1.1\r\n',
    'GET /get_data?msg= HTTP/1.1\r\nA: ',
  ]) {
    const peer = await connect(context, running, 'variables');
    peer.send(opening);
    const dripping = peer.closed.then(() => true);
    const next = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), DRIP_MS));
    for (let bytes = 0; !(await Promise.race([dripping, next()])); bytes += 1) {
      assert.ok(bytes < MOST_DRIPS, 'it drips for ever');
      peer.send('x');
    }
    assert.equal(peer.received, '');
  }
});

test('clients that stop half-way, reset or send garbage keep no other waiting, and leave nothing', async (context) => {
  const running = await startHost(context, ON);
  const openings = [
    'GET ',
    'GET /get_data?msg=AAAA',
    `GET ${NAMES} HTTP/1.1\r\nHost: `,
    `GET ${NAMES} HTTP/1.1\r\n\r\n`,
    'GET \x00\xff\r\n\r\n',
  ];
  const stalled = await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      const peer = await connect(context, running, at % 2 === 0 ? 'host' : 'variables');
      peer.send(Buffer.from(openings[at % openings.length] ?? '', 'latin1'));
      return peer;
    }),
  );
  for (let round = 0; round < 10; round += 1)
    assert.equal((await get(running, 'variables', NAMES)).status, 200);
  for (const peer of stalled) peer.reset();
  const classic = await running.peer('classic');
  await until('they are gone', async () => JSON.parse(await classic.call('server_info')).counters.open === 1);
});

test('a client that closes its side first gets its answer', async (context) => {
  const running = await startHost(context, ON);
  const peer = await connect(context, running, 'variables');
  peer.socket.end(`GET ${NAMES} HTTP/1.1\r\n\r\n`);
  assert.equal(parse(await peer.rest()).status, 200);
});

test('a client that takes none of its answer is closed', async (context) => {
  const running = await startHost(context, ON);
  const text = `"${'x'.repeat(24 * 2 ** 20)}"`;
  const classic = await running.peer('classic');
  classic.send(`{"method": "set_var", "params": ["large", ${text}]}PMEND`);
  assert.match(await classic.packet(), /succeeded/);
  await running.host.configuration.set('socket-server.idleSeconds', 0.5);
  const peer = await connect(context, running, 'variables');
  peer.socket.pause();
  const closed = running.log.next('reads too slowly');
  peer.send(`GET /get_data?msg=${message({ var_names: ['large'] })} HTTP/1.1\r\n\r\n`);
  await closed;
  assert.match(running.log.with('reads too slowly')[0] ?? '', /it takes none of its answer/);
});

test('HTTP goes on and off while the host runs; a busy second port changes nothing', async (context) => {
  const running = await startHost(context, { httpPort: 0 });
  const { configuration } = running.host;
  const set = (key: string, value: unknown) => configuration.set(`socket-server.${key}`, value);
  const isOn = async () => (await get(running, 'host', 'get_python_version_info')).status === 200;
  await assert.rejects(get(running, 'host', 'get_python_version_info'), /no answer/);
  assert.ok(Number.isNaN(portOf(running, 'variables')));
  await set('http', true);
  await until('the second port is there', async () => (await turn()) && portOf(running, 'variables') > 0);
  const first = portOf(running, 'variables');
  assert.ok(await isOn());
  assert.equal((await get(running, 'variables', NAMES)).status, 200);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  context.after(() => taken.close());
  const busy = taken.address();
  assert.ok(typeof busy === 'object' && busy !== null);
  const failed = running.log.next('cannot listen where the settings say now');
  await set('httpPort', busy.port);
  await failed;
  assert.match(running.log.with('cannot listen')[0] ?? '', /is in use by/);
  assert.equal(portOf(running, 'variables'), first);
  assert.equal((await get(running, 'variables', NAMES)).status, 200);
  const staying = await connect(context, running, 'variables');
  staying.send('GET /get_data_descs');
  await set('http', false);
  await until(
    'the second port is gone',
    async () => (await turn()) && Number.isNaN(portOf(running, 'variables')),
  );
  await assert.rejects(Peer.connect(first), { code: 'ECONNREFUSED' });
  await assert.rejects(get(running, 'host', 'get_python_version_info'), /no answer/);
});

const PLUGIN = `import { BaseExtension, BaseInterface } from 'headframe';
export class Interface extends BaseInterface<Extension> {
  static override readonly remote = ['wait'];
  #release = (): void => undefined;
  #started = (): void => undefined;
  readonly #released = new Promise<void>((resolve) => { this.#release = resolve; });
  readonly #begun = new Promise<void>((resolve) => { this.#started = resolve; });
  async wait(): Promise<string> { this.#started(); await this.#released; return 'late'; }
  begun(): Promise<void> { return this.#begun; }
  release(): void { this.#release(); }
}
export class Extension extends BaseExtension<Interface> {}
`;

async function startWithPlugin(context: TestContext) {
  const running = await createTestHost({
    plugins: [
      'workspace',
      'settings',
      'socket-server',
      writePlugin(temporaryFolder(context), 'called', PLUGIN),
    ],
    settings: { 'socket-server': { port: 0, ...ON } },
  });
  context.after(() => running.stop());
  const called = running.extensionLib.getInterface('called' as never) as {
    begun(): Promise<void>;
    release(): void;
  };
  return { running, called };
}

const CALL = `interface_call?msg=${message({ interface: 'called', method: 'wait', kwargs: {} })}`;

test('a call that takes longer than 10 seconds is answered, and not waited for', async (context) => {
  const { running, called } = await startWithPlugin(context);
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const answer = get(running, 'host', CALL);
  await called.begun();
  context.mock.timers.tick(9_999);
  assert.equal(await Promise.race([answer, turn()]), true);
  context.mock.timers.tick(1);
  const { status, body, headers } = await answer;
  assert.deepEqual([status, body], [504, 'Failed!']);
  assert.match(headers.get('x-headframe-error') ?? '', /^TIMEOUT: /);
  context.mock.timers.reset();
  called.release();
});

test('closing frees both ports at once, and lets a request in flight finish', async (context) => {
  const { running, called } = await startWithPlugin(context);
  const ports = (['host', 'variables'] as const).map((port) => portOf(running, port));
  const answer = get(running, 'host', CALL);
  await called.begun();
  const disabled = running.host.disable('socket-server');
  await until('the ports are free', async () => {
    const refused = ports.map((port) =>
      Peer.connect(port).then(
        (peer) => peer.destroy(),
        () => true,
      ),
    );
    return (await Promise.all(refused)).every((one) => one === true);
  });
  called.release();
  assert.equal((await answer).body, 'Succeeded!');
  await disabled;
});
