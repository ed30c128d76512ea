import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodePickle } from 'headframe/codec';
import { commitFile } from '../../plugins/workspace/commit.ts';
import { deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { placeOf } from '../../plugins/workspace/place.ts';
import { layOut } from '../../plugins/workspace/storage/blob-layout.ts';
import type { StoredValue } from '../../plugins/workspace/value.ts';
import { FaultyFiles } from './faulty-files.ts';
import { python } from './python.ts';
import { killedCopy, openWorkspace, stateOf, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const AUTHOR = { provider: 'ann' };
const large = (letter: string, length = 100_000) => json(`"${letter.repeat(length)}"`);

/** Python's pickle of an array, with its data in a buffer of its own. */
async function outOfBand(count: number): Promise<StoredValue> {
  const bytes = await python(`
import numpy, pickle, sys
buffers = []
document = pickle.dumps({'a': numpy.arange(${count}.0)}, protocol=5, buffer_callback=buffers.append)
sys.stdout.buffer.write(len(document).to_bytes(4, 'little') + document + buffers[0].raw())`);
  const length = bytes.readUInt32LE(0);
  return {
    method: 'pickle',
    document: bytes.subarray(4, 4 + length),
    buffers: [bytes.subarray(4 + length)],
  };
}

test('values from 64 KiB on are sealed files of their own, with buffers at whole pages; smaller ones are not', async (t) => {
  const { workspace, storage } = openWorkspace(temporaryFolder(t));
  const array = await outOfBand(20_000);
  await workspace.write([{ name: 'small', value: json(`"${'x'.repeat(65_533)}"`) }], AUTHOR);
  assert.deepEqual(readdirSync(storage.blobs.files.folder), []);
  assert.equal(placeOf(workspace, 'small'), undefined);
  await workspace.write([{ name: 'just', value: json(`"${'x'.repeat(65_534)}"`) }], AUTHOR);
  await workspace.write([{ name: 'array', value: array }], AUTHOR);
  const place = placeOf(workspace, 'array');
  assert.ok(place);
  assert.equal(place.revision, 3);
  assert.equal(place.method, 'pickle');
  assert.match(place.blob, /^[0-9a-z]+$/);
  assert.deepEqual(place.document, { offset: 0, length: array.document.byteLength });
  assert.deepEqual(place.buffers, [{ offset: 4096, length: 160_000 }]);
  const file = join(storage.blobs.files.folder, place.blob);
  assert.equal(statSync(file).mode & 0o777, 0o400);
  assert.equal(statSync(file).size, place.size);
  const content = readFileSync(file);
  assert.deepEqual(content.subarray(0, place.document.length), Buffer.from(array.document));
  assert.deepEqual(content.subarray(4096), array.buffers[0]);
  for (const folder of [storage.folder, storage.blobs.files.folder]) {
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  }
  for (const name of readdirSync(storage.folder).filter((name) => name !== 'blobs')) {
    assert.equal(statSync(join(storage.folder, name)).mode & 0o777, 0o600, name);
  }
  await storage.close();
});

test('a file lives as long as a revision of its value, and is gone after the next sync', async (t) => {
  const folder = temporaryFolder(t);
  const { workspace, store, storage } = openWorkspace(folder, { limits: { history: 2, recycleBin: 1 } });
  const files = () => readdirSync(storage.blobs.files.folder).length;
  for (const letter of 'abc') {
    await workspace.write([{ name: 'x', value: large(letter) }], { ...AUTHOR, level: 'synced' });
  }
  await storage.close();
  assert.equal(files(), 2);
  storage.reopen();
  workspace.change(() => deleteVariables(store, [{ name: 'x' }], AUTHOR));
  await workspace.write([{ name: 'y', value: json('1') }], AUTHOR);
  workspace.change(() => deleteVariables(store, [{ name: 'y' }], AUTHOR));
  await storage.close();
  assert.equal(files(), 0);
  assert.deepEqual(storage.blobs.orphans(), []);
});

test('the same value again, a refused write and a conflict leave no file behind', async (t) => {
  const { workspace, storage } = openWorkspace(temporaryFolder(t), { limits: { maxTotalBytes: 300_000 } });
  await workspace.write([{ name: 'x', value: large('a') }], AUTHOR);
  const again = await workspace.write([{ name: 'x', value: large('a') }], AUTHOR);
  assert.deepEqual(again.get('x'), { revision: 1, changed: false });
  await assert.rejects(workspace.write([{ name: 'x', value: large('b'), ifRevision: 7 }], AUTHOR), {
    code: 'CONFLICT',
  });
  await assert.rejects(workspace.write([{ name: 'y', value: large('c', 250_000) }], AUTHOR), {
    code: 'TOO_LARGE',
  });
  await storage.synced();
  await storage.close();
  assert.equal(readdirSync(storage.blobs.files.folder).length, 1);
});

test('a value that is given to another variable shares its file', async (t) => {
  const { workspace, store, storage } = openWorkspace(temporaryFolder(t), { limits: { recycleBin: 0 } });
  await workspace.write([{ name: 'x', value: large('a') }], AUTHOR);
  const value = store.variables.get('x')?.history.current.value;
  assert.ok(value);
  await workspace.write([{ name: 'y', value }], AUTHOR);
  assert.equal(readdirSync(storage.blobs.files.folder).length, 1);
  workspace.change(() => deleteVariables(store, [{ name: 'x' }], AUTHOR));
  await storage.synced();
  assert.equal(store.variables.get('y')?.history.current.value.document.byteLength, 100_002);
  await storage.close();
  assert.equal(readdirSync(storage.blobs.files.folder).length, 1);
});

test('without room for the value nothing changes, and there is room again when there is', async (t) => {
  const folder = temporaryFolder(t);
  const faulty = new FaultyFiles();
  const { workspace, store, storage } = openWorkspace(folder, { files: faulty.files });
  await workspace.write([{ name: 'x', value: large('a') }], AUTHOR);
  const before = stateOf(store);
  for (const [length, at, fault] of [
    [100_000, 1, 'short'],
    [2 ** 21, 2, 'ENOSPC'],
    [10, 1, 'short'],
  ] as const) {
    faulty.arm(at, fault);
    await assert.rejects(workspace.write([{ name: 'x', value: large('b', length) }], AUTHOR), {
      code: 'DISK_FULL',
    });
    faulty.disarm();
    assert.deepEqual(stateOf(store), before);
  }
  assert.deepEqual(storage.blobs.orphans(), []);
  await workspace.write([{ name: 'x', value: large('b') }], AUTHOR);
  const killed = openWorkspace(killedCopy(t, folder));
  assert.deepEqual(stateOf(killed.store), stateOf(store));
  await killed.storage.close();
  await storage.close();
});

test('a volatile value is there until the restart; then the one before it is, or nothing', async (t) => {
  const folder = temporaryFolder(t);
  const { workspace, store, storage } = openWorkspace(folder);
  const volatile = { ...AUTHOR, level: 'volatile' } as const;
  await workspace.write([{ name: 'x', value: json('"kept"') }], AUTHOR);
  await workspace.write([{ name: 'x', value: large('v') }], volatile);
  await workspace.write([{ name: 'y', value: json('"secret"') }], volatile);
  await workspace.write([{ name: 'z', value: json('"again"') }], volatile);
  await workspace.write([{ name: 'z', value: json('"again"') }], AUTHOR);
  await workspace.write([{ name: 'w', value: json('1') }], volatile);
  workspace.change(() => deleteVariables(store, [{ name: 'w' }], AUTHOR));
  assert.equal(store.variables.get('x')?.history.current.value.document.byteLength, 100_002);
  assert.deepEqual(readdirSync(storage.blobs.files.folder), []);
  assert.ok(!readFileSync(join(folder, 'log-1')).includes('secret'));
  const { revision, id } = store.changes;
  await storage.close();
  const again = openWorkspace(folder);
  const values = [...again.store.variables].map(([name, { history }]) => [
    name,
    String(history.current.value.document),
  ]);
  assert.deepEqual(values, [
    ['x', '"kept"'],
    ['z', '"again"'],
  ]);
  assert.deepEqual(again.store.bin.entries(), []);
  assert.equal(again.store.changes.id, id);
  assert.deepEqual(
    again.store.changes.since(revision, 10).changes.map(({ name, change }) => [name, change]),
    [
      ['x', 'changed'],
      ['y', 'deleted'],
    ],
  );
  await again.storage.close();
});

test('files that no record names are removed at the start, whatever they are called', async (t) => {
  const folder = temporaryFolder(t);
  const first = openWorkspace(folder);
  await first.workspace.write([{ name: 'x', value: large('a') }], AUTHOR);
  await first.storage.close();
  for (const name of ['abc', 'def.tmp', 'Odd name']) writeFileSync(join(folder, 'blobs', name), 'left');
  const again = openWorkspace(folder);
  assert.deepEqual([...again.orphans].sort(), ['Odd name', 'abc', 'def.tmp']);
  assert.equal(readdirSync(join(folder, 'blobs')).length, 1);
  await again.storage.close();
});

test('a file that was damaged is told when it is read or its place is asked for; the start and the rest go on', async (t) => {
  const folder = temporaryFolder(t);
  const first = openWorkspace(folder);
  await first.workspace.write([{ name: 'x', value: large('a') }], AUTHOR);
  await first.workspace.write([{ name: 'y', value: large('b') }], AUTHOR);
  const blob = placeOf(first.workspace, 'x')?.blob ?? '';
  await first.storage.close();
  const path = join(folder, 'blobs', blob);
  chmodSync(path, 0o600);
  truncateSync(path, 5000);
  const again = openWorkspace(folder);
  const value = again.store.variables.get('x')?.history.current.value;
  assert.throws(() => value?.document, { code: 'STORAGE_DAMAGED' });
  assert.throws(() => placeOf(again.workspace, 'x'), { code: 'STORAGE_DAMAGED' });
  assert.equal(placeOf(again.workspace, 'y')?.size, 100_002);
  unlinkSync(path);
  assert.throws(() => placeOf(again.workspace, 'x'), { code: 'STORAGE_DAMAGED' });
  await again.workspace.write([{ name: 'x', value: json('1') }], AUTHOR);
  await again.storage.close();
});

test('a value whose file was not on disk when the power went is cut off with what followed it', async (t) => {
  const folder = temporaryFolder(t);
  const { workspace, storage } = openWorkspace(folder);
  await workspace.write([{ name: 'x', value: large('a') }], { ...AUTHOR, level: 'synced' });
  await workspace.write([{ name: 'x', value: large('b') }], AUTHOR);
  const { blob = '' } = placeOf(workspace, 'x') ?? {};
  await workspace.write([{ name: 'y', value: json('1') }], AUTHOR);
  const lost = killedCopy(t, folder);
  await storage.close();
  chmodSync(join(lost, 'blobs', blob), 0o600);
  writeFileSync(join(lost, 'blobs', blob), Buffer.alloc(100_002));
  const after = openWorkspace(lost);
  assert.equal(after.recovery.lost, true);
  assert.deepEqual([...after.store.variables.keys()], ['x']);
  assert.equal(String(after.store.variables.get('x')?.history.current.value.document)[1], 'a');
  assert.deepEqual(after.orphans, [blob]);
  assert.ok(readdirSync(lost).some((name) => name.startsWith('cut-1-')));
  await after.storage.close();
});

test("a client's own file becomes a value without being copied, and is sealed", async (t) => {
  const { workspace, store, storage } = openWorkspace(temporaryFolder(t));
  const { document, buffers, method } = await outOfBand(20_000);
  const layout = layOut(
    document.byteLength,
    buffers.map(({ byteLength }) => byteLength),
  );
  const file = Buffer.alloc(layout.size);
  file.set(document);
  file.set(buffers[0] ?? [], 4096);
  const temporary = join(storage.blobs.files.folder, 'abc1.tmp');
  writeFileSync(temporary, file);
  const { ino } = statSync(temporary);
  const commit = { name: 'a', temporaryName: 'abc1.tmp', layout: { ...layout, method } };
  const written = await commitFile(workspace, commit, { ...AUTHOR, info: { unit: 'mm' } });
  assert.deepEqual(written.get('a'), { revision: 1, changed: true });
  const place = placeOf(workspace, 'a');
  const state = statSync(join(storage.blobs.files.folder, place?.blob ?? ''));
  assert.deepEqual([state.ino, state.mode & 0o777], [ino, 0o400]);
  assert.ok(!existsSync(temporary));
  assert.deepEqual(store.variables.get('a')?.history.current.value.buffers[0], buffers[0]);
  await storage.close();
  const again = openWorkspace(storage.folder);
  assert.deepEqual(stateOf(again.store), stateOf(store));
  await again.storage.close();
});

test('files that are not what a client says of them are refused, and nothing is followed', async (t) => {
  const { workspace, store, storage } = openWorkspace(temporaryFolder(t));
  const { folder } = storage.blobs.files;
  const document = encodePickle('x'.repeat(70_000));
  const outside = join(temporaryFolder(t), 'secret');
  writeFileSync(outside, document);
  writeFileSync(join(folder, 'good.tmp'), document);
  symlinkSync(outside, join(folder, 'symlink.tmp'));
  linkSync(outside, join(folder, 'hardlink.tmp'));
  execFileSync('/usr/bin/mkfifo', [join(folder, 'fifo.tmp')]);
  const size = document.byteLength;
  const layout = { method: 'pickle', size, document: { offset: 0, length: size }, buffers: [] } as const;
  const refuse = async (temporaryName: string, code: string, change: object = {}): Promise<void> => {
    const commit = { name: 'x', temporaryName, layout: { ...layout, ...change } };
    await assert.rejects(commitFile(workspace, commit, AUTHOR), { code }, `${temporaryName} ${code}`);
  };
  for (const name of ['symlink.tmp', 'hardlink.tmp', 'fifo.tmp', 'missing.tmp']) {
    await refuse(name, 'BLOB_REFUSED');
  }
  for (const name of [
    '../secret.tmp',
    '/etc/passwd',
    'good',
    'GOOD.tmp',
    '.tmp',
    'a/b.tmp',
    'good.tmp\0',
    '',
  ]) {
    await refuse(name, 'BLOB_REFUSED');
  }
  await refuse('good.tmp', 'BLOB_REFUSED', { size: size + 1 });
  await refuse('good.tmp', 'BAD_ARGUMENT', { size: size - 1 });
  await refuse('good.tmp', 'BAD_ARGUMENT', { document: { offset: -1, length: 5 } });
  await refuse('good.tmp', 'BAD_ARGUMENT', { document: { offset: 0.5, length: 5 } });
  await refuse('good.tmp', 'BAD_ARGUMENT', {
    document: { offset: 0, length: 5000 },
    buffers: [{ offset: 4096, length: 1 }],
  });
  await refuse('good.tmp', 'BAD_ARGUMENT', {
    document: { offset: 0, length: 10 },
    buffers: [{ offset: 4095, length: 1 }],
  });
  assert.equal(store.variables.size, 0);
  assert.deepEqual(readFileSync(outside), Buffer.from(document));
  if (process.getuid?.() === 0) {
    execFileSync('chown', ['12345', join(folder, 'good.tmp')]);
    await refuse('good.tmp', 'BLOB_REFUSED');
    execFileSync('chown', ['0', join(folder, 'good.tmp')]);
  }
  await commitFile(workspace, { name: 'x', temporaryName: 'good.tmp', layout }, AUTHOR);
  assert.equal(store.variables.size, 1);
  await storage.close();
});

test('the table of revisions follows every change before it is answered', async (t) => {
  const folder = temporaryFolder(t);
  const { workspace, store, storage } = openWorkspace(folder, { limits: { maxVariables: 3 } });
  const table = () => readFileSync(join(folder, 'versions'));
  const revisionAt = (slot: number | undefined) => Number(table().readBigUInt64LE(64 + 8 * (slot ?? -1)));
  assert.equal(table().toString('latin1', 0, 8), 'HFVERS1\n');
  assert.deepEqual([table().readUInt32LE(8), table().byteLength], [1, 64 + 3 * 8]);
  await workspace.write([{ name: 'x', value: json('1') }], AUTHOR);
  assert.equal(storage.slotOf('nothing'), undefined);
  const slot = storage.slotOf('x');
  assert.equal(revisionAt(slot), 1);
  await workspace.write([{ name: 'x', value: json('2') }], AUTHOR);
  assert.equal(revisionAt(slot), 2);
  await workspace.write([{ name: 'other', value: json('2') }], AUTHOR);
  assert.equal(storage.slotOf('x'), slot);
  workspace.change(() => deleteVariables(store, [{ name: 'x' }], AUTHOR));
  assert.equal(revisionAt(slot), 4);
  const next = storage.slotOf('other');
  assert.equal(next, slot);
  assert.equal(revisionAt(next), 3);
  const old = table();
  await storage.close();
  assert.equal(table().readUInt32LE(8), 0);
  writeFileSync(join(folder, 'versions'), old);
  const killed = statSync(join(folder, 'versions')).ino;
  const again = openWorkspace(folder, { limits: { maxVariables: 3 } });
  assert.notEqual(statSync(join(folder, 'versions')).ino, killed);
  assert.equal(table().readUInt32LE(8), 1);
  await again.storage.close();
});
