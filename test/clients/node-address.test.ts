import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { formatAddress, parseAddress } from '../../clients/node/index.ts';
import { findHost } from '../../clients/node/net/find-address.ts';

const LOCAL = { kind: 'tcp', host: '127.0.0.1' };

test('an address is a Unix socket, a host and a port, or a port', () => {
  assert.deepEqual(parseAddress('unix:/run/x.sock'), { kind: 'unix', path: '/run/x.sock' });
  assert.deepEqual(parseAddress('unix:///run/x.sock'), { kind: 'unix', path: '/run/x.sock' });
  assert.deepEqual(parseAddress('unix:x.sock'), { kind: 'unix', path: 'x.sock' });
  assert.deepEqual(parseAddress('tcp://example.org:7'), { kind: 'tcp', host: 'example.org', port: 7 });
  assert.deepEqual(parseAddress('example.org:65535'), { kind: 'tcp', host: 'example.org', port: 65535 });
  assert.deepEqual(parseAddress('[::1]:12306'), { kind: 'tcp', host: '::1', port: 12306 });
  assert.deepEqual(parseAddress(12306), { ...LOCAL, port: 12306 });
  assert.deepEqual(parseAddress('12306'), { ...LOCAL, port: 12306 });
});

test('what is written as an address is read again', () => {
  for (const text of ['unix:/run/x.sock', 'tcp://127.0.0.1:12306', 'tcp://[::1]:1']) {
    assert.equal(formatAddress(parseAddress(text)), text);
  }
});

test('anything else is no address', () => {
  for (const text of [
    '',
    'unix:',
    'host',
    'host:',
    ':',
    'host:0',
    '0',
    65536,
    -1,
    1.5,
    'http://x:1',
    'a b:1',
    '::1:2',
  ]) {
    assert.throws(() => parseAddress(text), { code: 'BAD_ADDRESS' }, String(text));
  }
});

/** A folder in which a host may have published itself. */
function folderWith(context: TestContext, files: Readonly<Record<string, string>>): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'headframe-client-'));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dataDir, name), text);
  return dataDir;
}

const TCP = { host: '127.0.0.1', port: 4711 };
const PUBLISHED = {
  'runtime.json': JSON.stringify({ pid: 1, addresses: { tcp: TCP, unix: { path: '/x' } } }),
};

test('the address is the one given, else the environment, else what is published, else the usual port', async (context) => {
  const dataDir = folderWith(context, PUBLISHED);
  const env = { HEADFRAME_ADDRESS: 'unix:/env', HEADFRAME_PORT: '99' };
  const addressOf = async (...args: Parameters<typeof findHost>) => (await findHost(...args)).address;
  assert.deepEqual(await addressOf({ address: 1 }, { dataDir, env }), { ...LOCAL, port: 1 });
  assert.deepEqual(await addressOf({}, { dataDir, env }), { kind: 'unix', path: '/env' });
  const port = { HEADFRAME_ADDRESS: '', HEADFRAME_PORT: '99' };
  assert.deepEqual(await addressOf({}, { dataDir, env: port }), { ...LOCAL, port: 99 });
  assert.deepEqual(await addressOf({}, { dataDir, env: {} }), { kind: 'unix', path: '/x' });
  const onlyTcp = folderWith(context, { 'runtime.json': JSON.stringify({ addresses: { tcp: TCP } }) });
  assert.deepEqual(await addressOf({}, { dataDir: onlyTcp, env: {} }), { kind: 'tcp', ...TCP });
  for (const files of [{}, { 'runtime.json': '{"addresses": {}}' }]) {
    const nothing = folderWith(context, files);
    assert.deepEqual(await addressOf({}, { dataDir: nothing, env: {} }), { ...LOCAL, port: 12306 });
  }
});

test('the token is the one given, else the environment, else the one beside a published address', async (context) => {
  const dataDir = folderWith(context, { ...PUBLISHED, token: '{"read": "r", "write": "w", "admin": "a"}' });
  const tokenOf = async (...args: Parameters<typeof findHost>) => (await findHost(...args)).token;
  const env = { HEADFRAME_TOKEN: 'env' };
  assert.equal(await tokenOf({ token: 'given' }, { dataDir, env }), 'given');
  assert.equal(await tokenOf({}, { dataDir, env }), 'env');
  assert.equal(await tokenOf({}, { dataDir, env: {} }), 'a');
  assert.equal(
    await tokenOf({ address: 1 }, { dataDir, env: {} }),
    undefined,
    'not for whoever listens elsewhere',
  );
  assert.equal(await tokenOf({}, { dataDir: folderWith(context, PUBLISHED), env: {} }), undefined);
});

test('a runtime file or a token that cannot be understood is named', async (context) => {
  for (const files of [{ 'runtime.json': '{' }, { ...PUBLISHED, token: 'x' }]) {
    const dataDir = folderWith(context, files);
    await assert.rejects(findHost({}, { dataDir, env: {} }), {
      code: 'BAD_ADDRESS',
      message: /(runtime\.json|token) is not what a host writes$/,
    });
  }
});

test('a runtime file that is a folder cannot be read', async (context) => {
  const dataDir = folderWith(context, {});
  mkdirSync(join(dataDir, 'runtime.json'));
  await assert.rejects(findHost({}, { dataDir, env: {} }), {
    code: 'BAD_ADDRESS',
    message: /cannot be read$/,
  });
});
