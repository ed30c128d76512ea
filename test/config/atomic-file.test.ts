import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeFileAtomic } from '../../core/atomic-file.ts';
import { temporaryFolder } from './fixture.ts';

test('the whole content is there, with the mode asked for, and no temporary file is left', async (context) => {
  const folder = temporaryFolder(context);
  const file = join(folder, 'a.bin');
  await writeFileAtomic(file, Uint8Array.of(1, 2, 3), { mode: 0o640 });
  assert.deepEqual([...readFileSync(file)], [1, 2, 3]);
  assert.equal(statSync(file).mode & 0o777, 0o640);
  await writeFileAtomic(file, 'text', { mode: 0o600 });
  assert.equal(readFileSync(file, 'utf8'), 'text');
  assert.equal(statSync(file).mode & 0o777, 0o640);
  assert.deepEqual(readdirSync(folder), ['a.bin']);
});

test('until the rename the old content stands; a refusal there leaves it and cleans up', async (context) => {
  const folder = temporaryFolder(context);
  const file = join(folder, 'a.txt');
  writeFileSync(file, 'old');
  const seen: string[] = [];
  const refusal = new Error('no');
  const beforeRename = async (): Promise<void> => {
    seen.push(
      readFileSync(file, 'utf8'),
      ...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
    );
    throw refusal;
  };
  await assert.rejects(writeFileAtomic(file, 'new', { beforeRename }), refusal);
  assert.deepEqual(seen.sort(), ['new', 'old', 'old']);
  assert.equal(readFileSync(file, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), ['a.txt']);
});

test('readers during many writes see one whole version or another', async (context) => {
  const file = join(temporaryFolder(context), 'a.txt');
  const versions = Array.from({ length: 50 }, (_, n) => String(n % 10).repeat(5000));
  await writeFileAtomic(file, versions[0] ?? '');
  let writing = true;
  const reader = (async () => {
    while (writing) {
      assert.ok(versions.includes(readFileSync(file, 'utf8')));
      await new Promise(setImmediate);
    }
  })();
  for (const version of versions) await writeFileAtomic(file, version);
  writing = false;
  await reader;
});

test('a folder that is not there is told with the file', async (context) => {
  const file = join(temporaryFolder(context), 'none', 'a.txt');
  await assert.rejects(writeFileAtomic(file, 'x'), { code: 'IO_FAILED', data: { file }, message: /ENOENT/ });
});
