import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWorkspace, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const OTHERS = 0o077;
const ANN = { provider: 'ann' };

test('the workspace’s folders and files are their owner’s alone', async (t) => {
  const before = process.umask(0);
  t.after(() => process.umask(before));
  const parent = temporaryFolder(t);
  const { workspace, storage } = openWorkspace(join(parent, 'workspace'));
  await workspace.write([{ name: 'small', value: json('1') }], ANN);
  await workspace.write([{ name: 'large', value: json(`"${'a'.repeat(100_000)}"`) }], ANN);
  await storage.snapshot();
  await workspace.write([{ name: 'small', value: json('2') }], ANN);
  const paths = readdirSync(parent, { recursive: true, encoding: 'utf8' });
  const open = paths.filter((path) => (statSync(join(parent, path)).mode & OTHERS) !== 0);
  assert.deepEqual(open, []);
  for (const kind of [/^workspace$/, /log/, /snapshot/, /blobs\/./])
    assert.ok(
      paths.some((path) => kind.test(path)),
      `${kind} of ${paths.join(', ')}`,
    );
  await storage.close();
});
