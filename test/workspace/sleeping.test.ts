import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { rename } from '../../plugins/workspace/operations/rename.ts';
import { restore } from '../../plugins/workspace/operations/restore.ts';
import type { Store } from '../../plugins/workspace/store.ts';
import { type OpenWorkspace, openWorkspace, stateOf, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const AUTHOR = { provider: 'ann' };
const COUNT = 3000;

const awake = (store: Store): string[] => [...store.variables.awake()].map(({ name }) => name);
const textOf = (store: Store, name: string): string =>
  String(store.variables.get(name)?.history.current.value.document);

/** A folder with so many variables, closed; what its store was. */
async function filled(t: TestContext): Promise<{ folder: string; state: unknown }> {
  const folder = temporaryFolder(t);
  const { workspace, store, storage } = openWorkspace(folder);
  for (let index = 0; index < COUNT; index++) {
    await workspace.write([{ name: `v${index}`, value: json(`"value ${index}"`) }], AUTHOR);
  }
  const state = stateOf(store);
  await storage.close();
  return { folder, state };
}

async function closed({ storage }: OpenWorkspace): Promise<void> {
  await storage.close();
}

test('variables that come from a log or a snapshot sleep until they are looked at, and are what they were', async (t) => {
  const { folder, state } = await filled(t);
  const fromLog = openWorkspace(folder);
  assert.deepEqual(awake(fromLog.store), []);
  assert.deepEqual(stateOf(fromLog.store), state);
  assert.deepEqual(awake(fromLog.store), [], 'an image wakes nobody');
  assert.equal(textOf(fromLog.store, 'v7'), '"value 7"');
  assert.deepEqual(awake(fromLog.store), ['v7']);
  await fromLog.storage.snapshot();
  assert.deepEqual(awake(fromLog.store), ['v7'], 'a snapshot wakes nobody');
  await closed(fromLog);
  const fromSnapshot = openWorkspace(folder);
  assert.deepEqual(awake(fromSnapshot.store), []);
  assert.deepEqual(stateOf(fromSnapshot.store), state);
  const texts = [...fromSnapshot.store.variables].map(([name]) => textOf(fromSnapshot.store, name));
  assert.deepEqual(
    texts,
    Array.from({ length: COUNT }, (_, index) => `"value ${index}"`),
  );
  assert.equal(awake(fromSnapshot.store).length, COUNT);
  assert.deepEqual(stateOf(fromSnapshot.store), state);
  await closed(fromSnapshot);
});

test('a change wakes the variable that it is about, and all is the same after the next restart', async (t) => {
  const { folder } = await filled(t);
  const opened = openWorkspace(folder);
  const { workspace, store } = opened;
  await workspace.write([{ name: 'v0', value: json('1') }], { ...AUTHOR, level: 'written' });
  workspace.change(() => deleteVariables(store, [{ name: 'v1' }], AUTHOR));
  workspace.change(() => rename(store, { name: 'v2', newName: 'other' }, AUTHOR));
  workspace.change(() => deleteVariables(store, [{ name: 'v3' }], AUTHOR));
  workspace.change(() => restore(store, 'v3', AUTHOR));
  assert.deepEqual(awake(store).sort(), ['other', 'v0', 'v3']);
  const state = stateOf(store);
  await closed(opened);
  const again = openWorkspace(folder);
  assert.deepEqual(stateOf(again.store), state);
  assert.deepEqual(again.store.changes.all(), store.changes.all());
  assert.equal(textOf(again.store, 'other'), '"value 2"');
  await closed(again);
});

test('what sleeps among values that were overwritten is woken at the start, so that their bytes can go', async (t) => {
  const folder = temporaryFolder(t);
  const first = openWorkspace(folder, { limits: { history: 1 } });
  await first.workspace.write([{ name: 'small', value: json('"kept"') }], AUTHOR);
  for (let index = 0; index < 50; index++) {
    await first.workspace.write([{ name: 'x', value: json(`"${String(index).padEnd(10_000)}"`) }], AUTHOR);
  }
  await closed(first);
  const again = openWorkspace(folder, { limits: { history: 1 } });
  assert.deepEqual(awake(again.store), ['small', 'x']);
  assert.equal(textOf(again.store, 'small'), '"kept"');
  await closed(again);
});
