import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { nodeFileSystem } from '../../plugins/workspace/storage/file-system.ts';
import { verifyStorage } from '../../plugins/workspace/verify.ts';
import { killedCopy, LIMITS, openWorkspace, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const SYNCED = { provider: 'ann', level: 'synced' } as const;
const COUNT = 5;
/** More zeros than a record without changes ends with. */
const MARK_ZEROS = 16;

/** Where the zeros begin with which a file ends. */
function endOf(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}

/** Zeros with which a file ends. */
function zerosOf(path: string): number {
  return statSync(path).size - endOf(readFileSync(path));
}

/** A folder as a killed host leaves it that wrote to the disk before it answered; its values end with a byte that is not zero. */
async function killedFolder(
  t: TestContext,
): Promise<{ folder: string; log: string; bytes: Buffer; last: number }> {
  const { workspace, storage } = openWorkspace(temporaryFolder(t));
  const log = join(storage.folder, 'log-1');
  const first = statSync(log).size - storage.engine.bytes;
  let last = 0;
  for (let index = 0; index < COUNT; index++) {
    last = first + storage.engine.bytes;
    const buffers = [Buffer.from('its end')];
    await workspace.writeOne(`v${index}`, { ...json(`"${index}"`), buffers }, SYNCED);
  }
  const folder = killedCopy(t, storage.folder);
  await storage.close();
  assert.ok(zerosOf(log) < MARK_ZEROS, 'a log that was closed keeps no room');
  const bytes = readFileSync(join(folder, 'log-1'));
  assert.ok(bytes.length - endOf(bytes) > 500_000, 'there is room ahead');
  return { folder, log: join(folder, 'log-1'), bytes, last };
}

/** Starts with a log and checks what is found; what the check of the files says is the same. */
async function startsWith(
  folder: string,
  wanted: { variables: number; cut: number; lost?: boolean },
): Promise<void> {
  const report = verifyStorage(folder);
  assert.deepEqual(report.problems, []);
  assert.equal(report.tail, wanted.cut);
  assert.equal(report.variables, wanted.variables);
  const { store, storage, recovery } = openWorkspace(folder);
  assert.equal(store.variables.size, wanted.variables);
  assert.equal(recovery.cut, wanted.cut);
  assert.equal(recovery.lost, wanted.lost ?? false);
  await storage.close();
}

test('the room ahead of a killed host is the end of its log, and no damage', async (t) => {
  const { folder } = await killedFolder(t);
  await startsWith(folder, { variables: COUNT, cut: 0 });
  await startsWith(folder, { variables: COUNT, cut: 0 });
});

test('a record that was torn in the room ahead is cut off, wherever it was torn', async (t) => {
  const { folder, log, bytes, last } = await killedFolder(t);
  const end = endOf(bytes);
  // Less room than there was, which takes less time to look through.
  const some = bytes.subarray(0, end + 10_000);
  for (let torn = last; torn < end; torn++) {
    const left = Buffer.from(some);
    left.fill(0, torn, end);
    writeFileSync(log, left);
    await startsWith(folder, { variables: COUNT - 1, cut: Math.max(0, endOf(left) - last) });
  }
});

test('what stands in the room ahead and is no record is cut off, and told', async (t) => {
  const { folder, log, bytes } = await killedFolder(t);
  const end = endOf(bytes);
  bytes.write('garbage', end + 300_000);
  writeFileSync(log, bytes);
  await startsWith(folder, { variables: COUNT, cut: 300_007 });
});

test('a page that is missing before the room ahead is told as lost, and kept aside', async (t) => {
  const { folder, log, bytes } = await killedFolder(t);
  const first = endOf(bytes.subarray(0, 4096));
  // The last record again behind a page that was never written, as after a loss of power.
  const { workspace, storage } = openWorkspace(folder);
  const marks = Array.from({ length: 60 }, (_, index) => ({
    name: `w${index}`,
    value: json(`"${'x'.repeat(100)}"`),
  }));
  for (const one of marks) await workspace.write([one], { provider: 'ann' });
  const unsynced = Buffer.concat([readFileSync(join(killedCopy(t, folder), 'log-1')), Buffer.alloc(500_000)]);
  await storage.close();
  assert.ok(first < 4096 && endOf(unsynced) > 8192);
  unsynced.fill(0, 4096, 8192);
  writeFileSync(log, unsynced);
  const { recovery, store, storage: again } = openWorkspace(folder);
  assert.equal(recovery.lost, true);
  assert.ok(readdirSync(folder).some((one) => one.startsWith('cut-1-')));
  assert.ok(store.variables.size >= COUNT);
  await again.close();
});

test('damage with intact records behind it stops the start, also before room ahead', async (t) => {
  const { folder, log, bytes, last } = await killedFolder(t);
  bytes[last - 3] = (bytes[last - 3] ?? 0) ^ 1;
  writeFileSync(log, bytes);
  assert.throws(() => openWorkspace(folder), { code: 'STORAGE_CORRUPT' });
  assert.deepEqual(readFileSync(log), bytes);
});

test('room that was left in a log before the last one is none of its records; anything else there is damage', async (t) => {
  const { workspace, storage, store } = openWorkspace(temporaryFolder(t));
  for (const name of ['a', 'b', 'c']) await workspace.write([{ name, value: json('1') }], SYNCED);
  storage.engine.relimit({ ...LIMITS, history: 3 });
  const before = join(storage.folder, 'log-1');
  assert.ok(zerosOf(before) < MARK_ZEROS, 'the log before keeps no room');
  await workspace.write([{ name: 'd', value: json('1') }], SYNCED);
  assert.equal(store.variables.size, 4);
  const folder = killedCopy(t, storage.folder);
  await storage.close();
  appendFileSync(join(folder, 'log-1'), Buffer.alloc(3_000_000));
  await startsWith(folder, { variables: 4, cut: 0 });
  appendFileSync(join(folder, 'log-1'), 'x');
  assert.throws(() => openWorkspace(folder), { code: 'STORAGE_CORRUPT' });
});

test('where there is no room ahead to be had, writing goes on without', async (t) => {
  let refused = 0;
  const files: typeof nodeFileSystem = {
    ...nodeFileSystem,
    write: (fd, bytes, offset, length, position) => {
      if (length < 1_000_000) return nodeFileSystem.write(fd, bytes, offset, length, position);
      refused++;
      // A part of it is written, as when a disk fills up.
      nodeFileSystem.write(fd, bytes, offset, 5000, position);
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
  };
  const { workspace, storage, reports } = openWorkspace(temporaryFolder(t), { files });
  for (const name of ['a', 'b', 'c']) await workspace.write([{ name, value: json('1') }], SYNCED);
  assert.ok(refused > 0);
  const folder = killedCopy(t, storage.folder);
  assert.ok(zerosOf(join(folder, 'log-1')) < MARK_ZEROS, 'nothing is left of the try');
  await storage.close();
  assert.deepEqual(reports, []);
  const { recovery, store, storage: again } = openWorkspace(folder);
  assert.equal(store.variables.size, 3);
  assert.equal(recovery.cut, 0);
  await again.close();
});
