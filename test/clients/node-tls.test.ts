import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type ConnectOptions, connect } from '../../clients/node/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { startHost } from '../socket-server/running-host.ts';

/** A host that speaks TLS as `localhost`, with the file of its certificate. */
async function start(t: TestContext): Promise<{ address: string; byNumber: string; cert: string }> {
  const folder = temporaryFolder(t);
  const [cert, key] = [join(folder, 'host.crt'), join(folder, 'host.key')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  const { port } = await startHost(t, { tls: { cert, key } }, join(folder, 'data'));
  return { address: `tls://localhost:${port}`, byNumber: `tls://127.0.0.1:${port}`, cert };
}

async function roundTrip(address: string, options: ConnectOptions): Promise<void> {
  await using client = await connect(address, options);
  const values = Float64Array.from({ length: 100_000 }, (_, index) => index / 3);
  await client.set('x', values);
  assert.deepEqual(await client.get('x'), values);
  await client.set('y', 'short');
  assert.equal(await client.get('y'), 'short');
}

test('a host whose certificate is among those given is spoken to by TLS', async (t) => {
  const { address, byNumber, cert } = await start(t);
  await roundTrip(address, { ca: cert });
  await assert.rejects(connect(byNumber, { ca: cert }), { code: 'DISCONNECTED', message: /127\.0\.0\.1/ });
  await assert.rejects(connect(address), { code: 'DISCONNECTED', message: /self.signed/ });
});

test('a host with the fingerprint given is spoken to, under whatever name, and no other', async (t) => {
  const { byNumber, cert } = await start(t);
  const { fingerprint256 } = new X509Certificate(readFileSync(cert));
  await roundTrip(byNumber, { fingerprint: fingerprint256 });
  await roundTrip(byNumber, { fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() });
  const other = fingerprint256.replace(/^../, fingerprint256.startsWith('00') ? '01' : '00');
  await assert.rejects(connect(byNumber, { fingerprint: other }), {
    code: 'DISCONNECTED',
    message: /another fingerprint/,
  });
});

test('TLS to a file of certificates that cannot be read is an error that names it', async () => {
  await assert.rejects(connect('tls://localhost:1', { ca: '/nowhere/host.crt' }), /\/nowhere\/host\.crt/);
});
