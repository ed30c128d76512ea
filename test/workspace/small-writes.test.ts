import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scope } from '../../core/index.ts';
import { killedCopy, openWorkspace, stateOf, temporaryFolder } from './storage-folder.ts';
import { json, pickle } from './values.ts';

const AUTHOR = { provider: 'ann', session: 's1' };
const requests = (...entries: [name: string, text: string][]) =>
  entries.map(([name, text]) => ({ name, value: json(text) }));

test('small values written together are what they would be one by one, also after a kill', async (t) => {
  const folder = temporaryFolder(t);
  const { workspace, storage, store } = openWorkspace(folder);
  const scope = new Scope({ name: 'listener', rank: 0 });
  const told: string[] = [];
  for (const hook of ['dataCreated', 'dataChanged', 'dataRepeated'] as const)
    workspace.hooks[hook].tap(scope, ({ name, revision }) => void told.push(`${hook} ${name} ${revision}`));
  const entries = requests(['x', '1'], ['y', '1'], ['x', '2'], ['x', '2'], ['x', '1']);
  assert.deepEqual(workspace.writeTogether(entries, AUTHOR), [
    { revision: 1, changed: true },
    { revision: 2, changed: true },
    { revision: 3, changed: true },
    { revision: 3, changed: false },
    { revision: 4, changed: true },
  ]);
  assert.deepEqual(told, [
    'dataCreated x 1',
    'dataCreated y 2',
    'dataChanged x 3',
    'dataRepeated x 3',
    'dataChanged x 4',
  ]);
  const killed = killedCopy(t, folder);
  await scope.dispose();
  await storage.close();
  const again = openWorkspace(killed);
  assert.deepEqual(stateOf(again.store), stateOf(store));
  await again.storage.close();
});

test('what cannot be written together is not written at all', async (t) => {
  const { workspace, storage, store } = openWorkspace(temporaryFolder(t), { limits: { maxVariables: 2 } });
  const refused = (entries: Parameters<typeof workspace.writeTogether>[0]) => {
    assert.equal(workspace.writeTogether(entries, AUTHOR), undefined);
    assert.equal(store.changes.revision, 0);
  };
  refused(requests(['x', '1'], ['not a name', '1']));
  refused(requests(['x', '1'], ['y', 'no json']));
  refused(requests(['x', '1'], ['y', '1'], ['z', '1']));
  refused(requests(['x', '1'], ['y', `"${'y'.repeat(70_000)}"`]));
  refused([...requests(['x', '1']), { name: 'y', value: json('1'), ifRevision: 1 }]);
  refused([...requests(['x', '1']), { name: 'y', value: { ...pickle(1), buffers: [Buffer.alloc(1)] } }]);
  store.locks.lock('y', 'bob', 's2', 60_000);
  refused(requests(['x', '1'], ['y', '1']));
  await storage.close();
});

test('one small value is written before the call returns; what has to wait gives a promise', async (t) => {
  const { workspace, storage } = openWorkspace(temporaryFolder(t));
  const scope = new Scope({ name: 'asked', rank: 0 });
  assert.deepEqual(workspace.writeOne('x', json('1'), AUTHOR), { revision: 1, changed: true });
  assert.throws(() => workspace.writeOne('x', json('1'), { ...AUTHOR, ifRevision: 7 }), { code: 'CONFLICT' });
  assert.throws(() => workspace.writeOne('x', json('{'), AUTHOR), { code: 'BAD_JSON', message: /^x: / });
  const synced = workspace.writeOne('x', json('2'), { ...AUTHOR, level: 'synced' });
  assert.ok(synced instanceof Promise);
  assert.deepEqual(await synced, { revision: 2, changed: true });
  workspace.hooks.beforeWrite.tap(scope, () => ({ veto: 'not now' }));
  const asked = workspace.writeOne('x', json('3'), AUTHOR);
  assert.ok(asked instanceof Promise);
  await assert.rejects(asked, { code: 'VETOED' });
  assert.equal(workspace.writeTogether(requests(['x', '3'], ['y', '3']), AUTHOR), undefined);
  await scope.dispose();
  assert.deepEqual(workspace.writeOne('x', json('3'), AUTHOR), { revision: 3, changed: true });
  await storage.close();
});
