import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Batch } from '../../plugins/workspace/mutations/mutation.ts';
import { deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { killedCopy, openWorkspace, stateOf, temporaryFolder } from './storage-folder.ts';
import { json, pickle } from './values.ts';

const AUTHOR = { provider: 'ann' };

/** Names and values in a folder. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const { store, storage } = openWorkspace(folder);
  await storage.close();
  return Object.fromEntries(
    [...store.variables].map(([name, { history }]) => [name, String(history.current.value.document)]),
  );
}

/** A folder as a killed host leaves it, with so many variables, each written by one record; and where the last one begins. */
async function killedFolder(t: TestContext, count: number): Promise<{ folder: string; last: number }> {
  const opened = openWorkspace(temporaryFolder(t));
  let last = 0;
  for (let index = 0; index < count; index++) {
    last = statSync(join(opened.storage.folder, 'log-1')).size;
    await opened.workspace.write(
      [{ name: `v${index}`, value: json(`"${'x'.repeat(40)} ${index}"`) }],
      AUTHOR,
    );
  }
  const folder = killedCopy(t, opened.storage.folder);
  await opened.storage.close();
  return { folder, last };
}

test('a record that was torn at any of its bytes is cut off, and nothing else', async (t) => {
  const { folder, last } = await killedFolder(t, 3);
  const log = join(folder, 'log-1');
  const whole = readFileSync(log);
  for (let end = last; end < whole.byteLength; end++) {
    writeFileSync(log, whole.subarray(0, end));
    const opened = openWorkspace(folder);
    assert.deepEqual([...opened.store.variables.keys()], ['v0', 'v1'], `cut at byte ${end}`);
    // Zeros at the end may be room ahead.
    const cut = whole.subarray(last, end).findLastIndex((byte) => byte !== 0) + 1;
    assert.equal(opened.recovery.cut, cut);
    assert.equal(opened.recovery.lost, false);
    await opened.storage.close();
  }
});

test('garbage behind the last record is cut off', async (t) => {
  const { folder } = await killedFolder(t, 3);
  const log = join(folder, 'log-1');
  const whole = readFileSync(log);
  const garbage = [Buffer.alloc(10_000), Buffer.from('HFR1'.repeat(5000)), randomBytes(10_000)];
  for (const bytes of garbage) {
    writeFileSync(log, Buffer.concat([whole, bytes]));
    assert.deepEqual(Object.keys(await contentOf(folder)), ['v0', 'v1', 'v2']);
  }
});

test('a damaged record with intact ones behind it stops the start with its place, and nothing is changed', async (t) => {
  const { folder } = await killedFolder(t, 5);
  const log = join(folder, 'log-1');
  const whole = readFileSync(log);
  const place = whole.indexOf('v2');
  const damaged = Buffer.from(whole);
  damaged[place] = 0xff;
  writeFileSync(log, damaged);
  const names = readdirSync(folder, { recursive: true });
  assert.throws(
    () => openWorkspace(folder),
    (error: { code: string; message: string; data: { offset: number } }) => {
      assert.equal(error.code, 'STORAGE_CORRUPT');
      assert.match(
        error.message,
        /log-1, byte \d+: a record is damaged, and intact ones follow at byte \d+$/,
      );
      assert.ok(error.data.offset < place && error.data.offset > place - 100);
      return true;
    },
  );
  assert.deepEqual(readFileSync(log), damaged);
  assert.deepEqual(readdirSync(folder, { recursive: true }), names);
  writeFileSync(log, whole);
  assert.equal(Object.keys(await contentOf(folder)).length, 5);
});

test('damage in what had been on disk stops the start, the last record included', async (t) => {
  const folder = temporaryFolder(t);
  const opened = openWorkspace(folder);
  await opened.workspace.write([{ name: 'x', value: json('"safe"') }], AUTHOR);
  await opened.storage.close();
  const log = join(folder, 'log-1');
  const whole = readFileSync(log);
  for (const place of [0, 13, 30, whole.indexOf('safe')]) {
    const damaged = Buffer.from(whole);
    damaged[place] = (damaged[place] ?? 0) ^ 0xff;
    writeFileSync(log, damaged);
    assert.throws(() => openWorkspace(folder), { code: 'STORAGE_CORRUPT' });
  }
});

test('after a loss of power a page may be missing among what was not synced: what stands behind it is kept aside', async (t) => {
  const { folder } = await killedFolder(t, 200);
  const log = join(folder, 'log-1');
  const whole = readFileSync(log);
  assert.ok(whole.byteLength > 3 * 4096);
  const lost = Buffer.from(whole).fill(0, 4096, 8192);
  writeFileSync(log, lost);
  const before = openWorkspace(folder);
  assert.equal(before.recovery.lost, true);
  assert.ok(before.store.variables.size < 100 && before.store.variables.size > 20);
  assert.equal(before.store.changes.revision, before.store.variables.size);
  const { id } = before.store.changes;
  await before.storage.close();
  const [aside] = readdirSync(folder).filter((name) => name.startsWith('cut-1-'));
  assert.ok(aside && readFileSync(join(folder, aside)).includes('v199'));
  const after = openWorkspace(folder);
  assert.equal(after.recovery.lost, false);
  assert.equal(after.store.changes.id, id);
  await after.storage.close();
});

test('files of a newer format, or without their beginning, are refused and left alone', async (t) => {
  const folder = temporaryFolder(t);
  const opened = openWorkspace(folder);
  await opened.workspace.write([{ name: 'x', value: json('1') }], AUTHOR);
  await opened.storage.snapshot();
  await opened.storage.close();
  const log = join(folder, 'log-2');
  const snapshot = join(folder, 'snapshot-2');
  const [wholeLog, wholeSnapshot] = [readFileSync(log), readFileSync(snapshot)];
  const newer = Buffer.from(wholeSnapshot);
  newer.writeUInt32LE(2, 8);
  writeFileSync(snapshot, newer);
  assert.throws(() => openWorkspace(folder), { code: 'STORAGE_NEWER' });
  for (const length of [0, 10, wholeSnapshot.byteLength - 1]) {
    writeFileSync(snapshot, wholeSnapshot.subarray(0, length));
    assert.throws(() => openWorkspace(folder), { code: 'STORAGE_CORRUPT' });
  }
  writeFileSync(snapshot, wholeSnapshot);
  truncateSync(log, 5);
  assert.throws(() => openWorkspace(folder), { code: 'STORAGE_CORRUPT' });
  writeFileSync(log, wholeLog);
  assert.deepEqual(await contentOf(folder), { x: '1' });
});

test('a log that has more than twice what lives is replaced by a snapshot while writing goes on', async (t) => {
  const folder = temporaryFolder(t);
  const opened = openWorkspace(folder, { limits: { history: 2 } });
  const text = (index: number) => json(`"${String(index).padStart(30_000)}"`);
  let index = 0;
  for (; !existsSync(join(folder, 'snapshot-2')); index++) {
    await opened.workspace.write([{ name: `v${index % 3}`, value: text(index) }], AUTHOR);
    if (index % 10 === 0) await new Promise(setImmediate);
    assert.ok(index < 10_000, 'there never was a snapshot');
  }
  await opened.workspace.write([{ name: 'last', value: json('1') }], AUTHOR);
  const killed = killedCopy(t, folder);
  await opened.storage.close();
  assert.deepEqual(
    readdirSync(folder).filter((name) => /^(log|snapshot)/.test(name)),
    ['log-2', 'snapshot-2'],
  );
  assert.deepEqual(opened.reports, []);
  for (const left of [folder, killed]) {
    const again = openWorkspace(left, { limits: { history: 2 } });
    assert.deepEqual(stateOf(again.store), stateOf(opened.store));
    await again.storage.close();
  }
});

test('an unfinished snapshot is removed at the next start', async (t) => {
  const { folder } = await killedFolder(t, 2);
  appendFileSync(join(folder, 'snapshot-2.tmp'), 'half');
  appendFileSync(join(folder, 'log-2.tmp'), 'half');
  assert.deepEqual(Object.keys(await contentOf(folder)), ['v0', 'v1']);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  );
});

test('the engine gives the batches after a revision, and tells of each as it comes', async (t) => {
  const { workspace, storage, store } = openWorkspace(temporaryFolder(t));
  const seen: Batch[] = [];
  const unwatch = storage.engine.watch((batch) => seen.push(batch));
  await workspace.write([{ name: 'x', value: json('1') }], AUTHOR);
  const requests = ['a', 'b'].map((name) => ({ name, value: pickle(name), info: { unit: 'mm' } }));
  await workspace.write(requests, AUTHOR);
  workspace.change(() => deleteVariables(store, [{ name: 'x' }], AUTHOR));
  const kinds = (batches: Iterable<Batch> | undefined) =>
    [...(batches ?? [])].map(({ base, mutations }) => [base, mutations.map(({ kind }) => kind)]);
  const expected = [
    [0, ['put']],
    [1, ['put', 'put']],
    [3, ['remove']],
  ];
  assert.deepEqual(kinds(seen), expected);
  assert.deepEqual(kinds(storage.engine.read(1)), expected.slice(1));
  unwatch();
  await storage.snapshot();
  await workspace.write([{ name: 'x', value: json('2') }], AUTHOR);
  assert.equal(seen.length, 3);
  assert.equal(storage.engine.read(3), undefined);
  assert.deepEqual(kinds(storage.engine.read(4)), [[4, ['put']]]);
  await storage.close();
});

test('writes that wait for the disk share a sync, and each is on disk when it is answered', async (t) => {
  const folder = temporaryFolder(t);
  const { nodeFileSystem } = await import('../../plugins/workspace/storage/file-system.ts');
  let syncs = 0;
  let release: () => void = () => undefined;
  const files = {
    ...nodeFileSystem,
    syncLater: (fd: number) => {
      syncs++;
      return new Promise<void>((resolve, reject) => {
        release = () => nodeFileSystem.syncLater(fd).then(resolve, reject);
      });
    },
  };
  const { workspace, storage } = openWorkspace(folder, { files });
  let answered = 0;
  const synced = { ...AUTHOR, level: 'synced' } as const;
  // A small value takes a shorter way by itself than among others.
  const write = async (index: number): Promise<void> => {
    const [name, value] = [`v${index}`, json('1')];
    await (index % 2 === 0
      ? workspace.writeOne(name, value, synced)
      : workspace.write([{ name, value }], synced));
    answered++;
  };
  const all = Array.from({ length: 50 }, (_, index) => write(index));
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  assert.equal(syncs, 1);
  assert.equal(answered, 0);
  const later = [write(50), write(51)];
  release();
  await Promise.all(all);
  assert.equal(answered, 50);
  while (syncs < 2) await new Promise(setImmediate);
  release();
  await Promise.all(later);
  assert.equal(syncs, 2);
  const closing = storage.close();
  await closing;
});
