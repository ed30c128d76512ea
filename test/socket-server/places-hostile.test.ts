import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import { codeOf, PlacesPeer, startOnDisk } from './places-peer.ts';

const DOCUMENT = Buffer.from(JSON.stringify('x'.repeat(100_000)));
const WHOLE = { document: { offset: 0, length: DOCUMENT.length }, buffers: [] };

async function grantedPeer(context: TestContext): Promise<PlacesPeer> {
  return PlacesPeer.granted(await startOnDisk(context));
}

/** A file outside of the folder, with the same bytes. */
function secretFile(context: TestContext): string {
  const secret = join(temporaryFolder(context), 'secret');
  writeFileSync(secret, DOCUMENT, { mode: 0o600 });
  return secret;
}

const KINDS: Readonly<Record<string, (path: string, secret: string) => void>> = {
  'a symbolic link': (path, secret) => symlinkSync(secret, path),
  'a symbolic link to nowhere': (path) => symlinkSync('/nowhere/at/all', path),
  'another name of a file elsewhere': (path, secret) => linkSync(secret, path),
  'a FIFO': (path) => execFileSync('mkfifo', [path]),
  'a file that others may write to': (path) => {
    writeFileSync(path, DOCUMENT);
    chmodSync(path, 0o622);
  },
  'a file that is too short': (path) => writeFileSync(path, DOCUMENT.subarray(1), { mode: 0o600 }),
  'a file that is too long': (path) => writeFileSync(path, `${DOCUMENT} `, { mode: 0o600 }),
  'an empty file': (path) => writeFileSync(path, '', { mode: 0o600 }),
  'no file': () => undefined,
};

for (const [kind, make] of Object.entries(KINDS)) {
  test(`${kind} is refused, not followed, and its name removed`, async (context) => {
    const one = await grantedPeer(context);
    const secret = secretFile(context);
    const file = one.newName();
    make(one.path(file), secret);
    assert.equal(codeOf(await one.commit({ name: 'x', file, ...WHOLE })), 'BLOB_REFUSED');
    assert.deepEqual(await readdir(one.offer.directory), []);
    assert.deepEqual(readFileSync(secret), DOCUMENT);
    assert.equal(codeOf(await one.request('x')), 'NOT_FOUND');
    assert.equal(await one.set('x', DOCUMENT), 1);
  });
}

test('a folder under a file’s name is refused and stays', async (context) => {
  const one = await grantedPeer(context);
  const file = one.newName();
  mkdirSync(one.path(file));
  assert.equal(codeOf(await one.commit({ name: 'x', file, ...WHOLE })), 'BLOB_REFUSED');
  assert.deepEqual(await readdir(one.offer.directory), [file]);
});

test('nobody but the host’s user can read a challenge, or have a file taken', async (context) => {
  const one = await grantedPeer(context);
  assert.equal(statSync(one.offer.directory).mode & 0o777, 0o700);
  if (process.getuid?.() !== 0) return;
  const { file } = one.write(DOCUMENT);
  const nobody = { uid: 65_534, gid: 65_534, stdio: 'pipe' } as const;
  assert.throws(() => execFileSync('cat', [one.path(file)], nobody), /Permission denied/);
  execFileSync('chown', ['65534', one.path(file)]);
  assert.equal(codeOf(await one.commit({ name: 'x', file, ...WHOLE })), 'BLOB_REFUSED');
});

test('names that are not the session’s own are refused, and their files left alone', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const other = await PlacesPeer.granted(running);
  const foreign = other.write(DOCUMENT).file;
  await one.set('kept', DOCUMENT);
  const { place } = await one.get('kept');
  const blob = place?.id ?? '';
  const secret = secretFile(context);
  const prefix = one.newName().slice(0, 16);
  const names = [
    foreign,
    `${blob}.tmp`,
    blob.padEnd(36, ' '),
    `../${'a'.repeat(29)}.tmp`,
    `${prefix}/../${'a'.repeat(12)}.tmp`,
    `${prefix.toUpperCase()}${'A'.repeat(16)}.tmp`,
    `${prefix}${'a'.repeat(15)}\0.tmp`,
    `${prefix}${'g'.repeat(16)}.tmp`,
    `${prefix}${'a'.repeat(16)}.tmq`,
    `${prefix}.challenge`.padEnd(36, 'x'),
    secret.slice(0, 36).padEnd(36, '/'),
  ];
  for (const file of names) {
    assert.equal(file.length, 36);
    assert.equal(codeOf(await one.commit({ name: 'x', file, ...WHOLE })), 'BLOB_REFUSED', file);
  }
  assert.deepEqual((await readdir(one.offer.directory)).sort(), [blob, foreign].sort());
  assert.ok(existsSync(secret));
  assert.equal(codeOf(await other.commit({ name: 'x', file: foreign, ...WHOLE })), undefined);
});

test('layouts that no file could have are refused', async (context) => {
  const one = await grantedPeer(context);
  const layouts = [
    { document: { offset: 0, length: 5000 }, buffers: [{ offset: 4096, length: DOCUMENT.length - 4096 }] },
    { document: { offset: 0, length: 10 }, buffers: [{ offset: 4095, length: DOCUMENT.length - 4095 }] },
    { document: { offset: 0, length: 0 }, buffers: [] },
    { document: { offset: 2 ** 53, length: 2 ** 53 }, buffers: [] },
  ];
  for (const layout of layouts) {
    const { file } = one.write(DOCUMENT);
    const code = codeOf(await one.commit({ name: 'x', file, ...layout }));
    assert.ok(code === 'BAD_ARGUMENT' || code === 'TOO_LARGE', `${JSON.stringify(layout)}: ${code}`);
    assert.ok(!existsSync(one.path(file)));
  }
});

test('a file that was made shorter afterwards is found when its place is asked for next', async (context) => {
  const one = await grantedPeer(context);
  await one.set('x', DOCUMENT);
  const { place } = await one.get('x');
  const path = one.path(place?.id ?? '');
  chmodSync(path, 0o600);
  truncateSync(path, 100);
  assert.equal(codeOf(await one.request('x')), 'BLOB_REFUSED');
  await one.set('x', DOCUMENT);
  assert.deepEqual(one.read(await one.get('x')), [DOCUMENT]);
  unlinkSync(one.path((await one.get('x')).place?.id ?? ''));
  assert.equal(codeOf(await one.request('x')), 'BLOB_REFUSED');
});

test('a session that may only read commits nothing', async (context) => {
  const dataDir = join(temporaryFolder(context), 'data');
  const running = await startOnDisk(context, { requireToken: true }, dataDir);
  const { read } = JSON.parse(readFileSync(join(dataDir, 'token'), 'utf8')) as { read: string };
  const peer = await running.framedConnection();
  const { places } = await peer.hello({ token: read });
  const one = new PlacesPeer(peer, places as PlacesPeer['offer']);
  await peer.call('use_places', { proof: one.proof() });
  const { file } = one.write(DOCUMENT);
  assert.equal(codeOf(await one.commit({ name: 'x', file, ...WHOLE })), 'FORBIDDEN');
  assert.deepEqual(await readdir(one.offer.directory), []);
});
