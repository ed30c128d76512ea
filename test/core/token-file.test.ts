import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { lockFile } from '../../core/data-lock.ts';
import { isToken } from '../../core/token.ts';
import { ensureTokens, readTokens, rotateTokens, tokenFile } from '../../core/token-file.ts';

async function dataDir(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headframe-token-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('there are no tokens until they are asked for; then they are one file of their own', async (t) => {
  const folder = join(await dataDir(t), 'inner');
  assert.equal(readTokens(folder), undefined);
  const tokens = await ensureTokens(folder);
  for (const role of ['read', 'write', 'admin'] as const) assert.ok(isToken(tokens[role], role));
  assert.deepEqual(readTokens(folder), tokens);
  assert.deepEqual(await readdir(folder), ['token']);
  assert.equal((await stat(tokenFile(folder))).mode & 0o777, 0o600);
});

test('of two that make the tokens at the same time, both have those of one', async (t) => {
  const folder = await dataDir(t);
  const [one, other] = await Promise.all([ensureTokens(folder), ensureTokens(folder)]);
  assert.deepEqual(one, other);
  assert.deepEqual(await readdir(folder), ['token']);
});

test('a rotation waits until another one has ended, and takes nothing of it back', async (t) => {
  const folder = await dataDir(t);
  const before = await ensureTokens(folder);
  const other = await lockFile(`${tokenFile(folder)}.lock`);
  const rotations = Promise.all([rotateTokens(folder, ['read']), rotateTokens(folder, ['write'])]);
  assert.deepEqual(await Promise.race([rotations, ensureTokens(folder)]), before);
  await other.release();
  await rotations;
  const after = await ensureTokens(folder);
  assert.notEqual(after.read, before.read);
  assert.notEqual(after.write, before.write);
  assert.equal(after.admin, before.admin);
  assert.deepEqual(await readdir(folder), ['token']);
});

test('a folder that cannot be made is an error of writing, with its file', async () => {
  const folder = '/sys/headframe';
  await assert.rejects(ensureTokens(folder), ({ code, message }) => {
    assert.equal(code, 'IO_FAILED');
    assert.match(message, /^\/sys\/headframe\/token was not written: /);
    return true;
  });
});

test('a file that others may read or have made, or that holds no tokens, is not trusted', async (t) => {
  const unsafe: readonly (readonly [reason: RegExp, make: (file: string) => Promise<unknown>])[] = [
    [/it holds no token for each role$/, (file) => writeFile(file, 'no JSON', { mode: 0o600 })],
    [/it holds no token for each role$/, (file) => writeFile(file, '{"read":"x"}', { mode: 0o600 })],
    [/its mode is 640, not 600$/, (file) => ensureTokens(join(file, '..')).then(() => chmod(file, 0o640))],
    [/it has 4097 bytes$/, (file) => writeFile(file, '', { mode: 0o600 }).then(() => truncate(file, 4097))],
    [/it is a link$/, (file) => symlink('/dev/null', file)],
    [/it is no file$/, (file) => mkdir(file, { mode: 0o700 })],
  ];
  for (const [reason, make] of unsafe) {
    const folder = await dataDir(t);
    await make(tokenFile(folder));
    assert.throws(() => readTokens(folder), { code: 'TOKEN_FILE_UNSAFE', message: reason });
  }
});
