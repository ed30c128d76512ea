import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { FRAMED_PREAMBLE } from '../../codec/frame/index.ts';
import { ensureTokens } from '../../core/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { FramedPeer } from './framed-peer.ts';
import { Peer } from './peer.ts';
import { remoteAddress } from './remote.ts';
import { type RunningHost, startHost } from './running-host.ts';

/** A certificate that signs itself, and its key. */
function certify(folder: string, name: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const options = [
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  execFileSync('openssl', ['req', ...options, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  return { cert, key };
}

interface Started {
  readonly running: RunningHost;
  readonly folder: string;
  readonly tls: { readonly cert: string; readonly key: string };
}

async function start(t: TestContext, settings: Readonly<Record<string, unknown>> = {}): Promise<Started> {
  const folder = temporaryFolder(t);
  const tls = certify(folder, 'first');
  const running = await startHost(t, { host: '0.0.0.0', tls, ...settings }, join(folder, 'data'));
  return { running, folder, tls };
}

async function secured(t: TestContext, { running, tls }: Started, host: string): Promise<TLSSocket> {
  const socket = connect({
    port: running.port,
    host,
    ca: readFileSync(tls.cert),
    checkServerIdentity: () => undefined,
  });
  t.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

async function enter(socket: TLSSocket, token?: string): Promise<FramedPeer> {
  const peer = new FramedPeer(socket);
  socket.write(FRAMED_PREAMBLE);
  await peer.hello(token === undefined ? {} : { token });
  return peer;
}

test('on the same port TLS is spoken, and within it every dialect', async (t) => {
  const started = await start(t);
  const peer = await enter(await secured(t, started, '127.0.0.1'));
  const document = JSON.stringify('x'.repeat(1_000_000));
  await peer.set('x', document);
  assert.equal((await peer.get('x')).payload.toString(), document);
  const text = await secured(t, started, '127.0.0.1');
  text.write('request_data');
  const [answer] = await once(text, 'data');
  assert.equal(String(answer), 'conn_established');
  assert.equal(await (await started.running.peer('classic')).call('ping'), '{"message": "succeeded"}');
});

test('clients of other machines have to use it, whatever token they have, and neighbours need not', async (t) => {
  const started = await start(t);
  const { running } = started;
  const { write } = await ensureTokens(running.dataDir);
  const far = remoteAddress();
  const plain = await FramedPeer.connect({ port: running.port, host: far });
  await assert.rejects(plain.hello({ token: write }), {
    code: 'UNAUTHENTICATED',
    message: /wants clients of other machines to use TLS/,
  });
  await plain.closed();
  const peer = await enter(await secured(t, started, far), write);
  assert.equal((await peer.call('get_var', { name: 'x' }).catch((error) => error)).code, 'NOT_FOUND');
  await assert.rejects(enter(await secured(t, started, far)), { code: 'UNAUTHENTICATED' });
  const near = await FramedPeer.connect(running.port);
  assert.equal((await near.hello()).role, 'admin');
  near.destroy();
});

test('a renewed certificate counts for who comes next; one that cannot be used changes nothing', async (t) => {
  const started = await start(t);
  const { folder, running, tls } = started;
  const subject = async (): Promise<unknown> => {
    const socket = connect({ port: running.port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { CN } = socket.getPeerCertificate().subject;
    socket.destroy();
    return CN;
  };
  assert.equal(await subject(), 'first');
  const second = certify(folder, 'second');
  copyFileSync(second.cert, tls.cert);
  copyFileSync(second.key, tls.key);
  assert.equal(await subject(), 'second');
  writeFileSync(tls.cert, 'half of a certificate');
  assert.equal(await subject(), 'second');
  assert.equal(running.log.with('the certificate from before stays').length, 1);
});

test('a certificate that cannot be used fails the start', async (t) => {
  const folder = temporaryFolder(t);
  const tls = { cert: join(folder, 'none.crt'), key: join(folder, 'none.key') };
  const running = await startHost(t, { tls });
  const failure = running.host.inspect().plugins.find(({ name }) => name === 'socket-server')?.failure;
  assert.equal(failure?.code, 'TLS_FAILED');
  assert.match(failure?.message ?? '', /none\.crt with the key .*none\.key cannot be used: ENOENT/);
});

test('who breaks the handshake off, or never ends it, is gone in time and leaves nothing behind', async (t) => {
  const { running } = await start(t, { preambleSeconds: 0.2 });
  const hello = Buffer.from('16030100', 'hex');
  for (const bytes of [hello, Buffer.concat([hello, Buffer.from('05ffffffffff', 'hex')])]) {
    const peer = await running.peer();
    peer.send(bytes);
    await peer.closed;
  }
  const cut = await Peer.connect(running.port);
  cut.send(hello);
  cut.reset();
  const socket = connect({ port: running.port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  socket.on('error', () => undefined);
  await once(socket, 'close');
  const peer = await running.peer('classic');
  const { counters } = JSON.parse(await peer.call('server_info'));
  assert.equal(counters.open, 1);
});

test('without a certificate a TLS client is sent away', async (t) => {
  const running = await startHost(t);
  const peer = await running.peer();
  peer.send(Buffer.from('1603010005', 'hex'));
  await peer.closed;
  assert.equal(peer.received, '');
});
