import assert from 'node:assert/strict';
import { closeSync, fstatSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Scope } from 'headframe';
import { placeOf } from '../../plugins/workspace/place.ts';
import type { StoredValue } from '../../plugins/workspace/value.ts';
import { type OpenWorkspace, openWorkspace, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const AUTHOR = { provider: 'ann' };
const NO_HISTORY = { history: 1, recycleBin: 0 };
const large = (letter: string, length = 100_000) => json(`"${letter.repeat(length)}"`);

/** A workspace that keeps no earlier values and was restarted, so that none is in memory; `x` is a file. */
async function withOneBlob(t: TestContext, length?: number): Promise<OpenWorkspace & { path: string }> {
  const folder = temporaryFolder(t);
  const first = openWorkspace(folder);
  await first.workspace.write([{ name: 'x', value: large('a', length) }], AUTHOR);
  const path = join(folder, 'blobs', placeOf(first.workspace, 'x')?.blob ?? '');
  await first.storage.close();
  return { ...openWorkspace(folder, { limits: NO_HISTORY }), path };
}

/** How often this process has a file open. */
function timesOpen(path: string): number {
  return readdirSync('/proc/self/fd').filter((fd) => targetOf(fd).startsWith(path)).length;
}

function targetOf(fd: string): string {
  try {
    return readlinkSync(join('/proc/self/fd', fd));
  } catch {
    // The descriptor by which the folder was listed.
    return '';
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

function currentOf({ store }: OpenWorkspace): StoredValue {
  const value = store.variables.get('x')?.history.current.value;
  assert.ok(value);
  return value;
}

test('the file of an overwritten value is gone for good although somebody still has the value, who is told so', async (t) => {
  const opened = await withOneBlob(t);
  const { workspace, storage, path } = opened;
  const kept = currentOf(opened);
  const fd = openSync(path, 'r');
  t.after(() => closeSync(fd));
  await workspace.write([{ name: 'x', value: json('1') }], { ...AUTHOR, level: 'synced' });
  await until(() => fstatSync(fd).nlink === 0);
  assert.equal(timesOpen(path), 1, 'nobody but this test has it open');
  assert.throws(() => kept.document, { code: 'STORAGE_GONE' });
  await assert.rejects(async () => storage.load(kept), { code: 'STORAGE_GONE' });
  await storage.close();
});

test('a value that is being read when its last revision leaves is read to its end, and then its file is closed', async (t) => {
  const opened = await withOneBlob(t, 40_000_000);
  const { workspace, storage, path } = opened;
  const loading = storage.load(currentOf(opened));
  assert.equal(timesOpen(path), 1);
  await workspace.write([{ name: 'x', value: json('1') }], { ...AUTHOR, level: 'synced' });
  const { document } = await loading;
  assert.equal(document.byteLength, 40_000_002);
  assert.equal(document[40_000_000], 'a'.charCodeAt(0));
  await until(() => timesOpen(path) === 0);
  await storage.close();
  assert.deepEqual(readdirSync(storage.blobs.files.folder), []);
});

test('a tap can read the value that it was told of until it ends, and its file goes then', async (t) => {
  const opened = await withOneBlob(t);
  const { workspace, storage } = opened;
  const scope = new Scope({ name: 'reader', rank: 0 });
  t.after(() => scope.dispose());
  const told: Promise<number>[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  workspace.hooks.dataChanged.tap(scope, ({ value }) => {
    const reading = gate.then(() => value.document.byteLength);
    told.push(reading);
    return reading.then(() => undefined);
  });
  await workspace.write([{ name: 'x', value: large('b') }], AUTHOR);
  const { blob } = placeOf(workspace, 'x') ?? {};
  await workspace.write([{ name: 'x', value: json('1') }], { ...AUTHOR, level: 'synced' });
  const files = () => readdirSync(storage.blobs.files.folder);
  await until(() => files().length === 1);
  await storage.synced();
  assert.deepEqual(files(), [blob]);
  open();
  assert.equal(await told[0], 100_002);
  await storage.close();
  assert.deepEqual(readdirSync(storage.blobs.files.folder), []);
});
