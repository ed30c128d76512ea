import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

const ANN = { provider: 'ann' };

type Started = Awaited<ReturnType<typeof startWorkspace>>['workspace'];

function textOf(workspace: Started, name: string): string {
  return String(workspace.read(name)?.value.document);
}

async function writeAll(workspace: Started, name: string, count: number): Promise<void> {
  for (let value = 0; value < count; value++) await workspace.write(name, json(String(value)), ANN);
}

test('of 20 writes the last 15 can be reached by undo and redo, step by step', async (t) => {
  const { workspace } = await startWorkspace(t);
  await writeAll(workspace, 'x', 20);
  for (let value = 18; value >= 5; value--) {
    assert.equal((await workspace.undo('x', 1, ANN)).steps, 1);
    assert.equal(textOf(workspace, 'x'), String(value));
  }
  assert.deepEqual(await workspace.undo('x', 1, ANN), { revision: 34, steps: 0 });
  for (let value = 6; value < 20; value++) {
    assert.equal((await workspace.redo('x', 1, ANN)).steps, 1);
    assert.equal(textOf(workspace, 'x'), String(value));
  }
  assert.deepEqual(await workspace.redo('x', 1, ANN), { revision: 48, steps: 0 });
});

test('several steps at once stop at the end and say how many there were', async (t) => {
  const { workspace } = await startWorkspace(t);
  await writeAll(workspace, 'x', 4);
  assert.deepEqual(await workspace.undo('x', 10, ANN), { revision: 5, steps: 3 });
  assert.equal(textOf(workspace, 'x'), '0');
  assert.deepEqual(await workspace.redo('x', 2, ANN), { revision: 6, steps: 2 });
  assert.equal(textOf(workspace, 'x'), '2');
  await assert.rejects(workspace.undo('x', 0, ANN), { code: 'BAD_ARGUMENT' });
});

test('a write after an undo clears redo', async (t) => {
  const { workspace } = await startWorkspace(t);
  await writeAll(workspace, 'x', 3);
  await workspace.undo('x', 1, ANN);
  await workspace.write('x', json('"new"'), ANN);
  assert.equal((await workspace.redo('x', 1, ANN)).steps, 0);
  assert.deepEqual(
    workspace.getHistory('x').map(({ preview, current }) => [preview, current]),
    [
      ['0', false],
      ['1', false],
      ["'new'", true],
    ],
  );
});

test('history goes with a variable through delete and restore', async (t) => {
  const { workspace } = await startWorkspace(t);
  await writeAll(workspace, 'x', 3);
  await workspace.undo('x', 1, ANN);
  await workspace.delete(['x'], { provider: 'bob' });
  assert.equal(workspace.read('x'), undefined);
  const [entry] = workspace.getRecycleBin();
  assert.equal(entry?.name, 'x');
  assert.equal(entry?.provider, 'bob');
  assert.equal(entry?.size, 3);
  assert.deepEqual(await workspace.restore('x', ANN), { name: 'x', revision: 6 });
  assert.equal(textOf(workspace, 'x'), '1');
  await workspace.redo('x', 1, ANN);
  assert.equal(textOf(workspace, 'x'), '2');
  assert.deepEqual(workspace.getRecycleBin(), []);
});

test('restore takes the last one deleted under a name, or the one with an index; a living one goes into the bin', async (t) => {
  const { workspace } = await startWorkspace(t);
  for (const value of ['1', '2']) {
    await workspace.write('x', json(value), ANN);
    await workspace.delete(['x'], ANN);
  }
  await workspace.write('x', json('3'), ANN);
  await workspace.restore('x', ANN);
  assert.equal(textOf(workspace, 'x'), '2');
  await workspace.restore(0, ANN);
  assert.equal(textOf(workspace, 'x'), '1');
  assert.deepEqual(
    workspace.getRecycleBin().map(({ index, name }) => [index, name]),
    [
      [2, 'x'],
      [3, 'x'],
    ],
  );
  await assert.rejects(workspace.restore('nope', ANN), { code: 'NOT_FOUND' });
  await assert.rejects(workspace.restore(0, ANN), { code: 'NOT_FOUND' });
});

test('clear moves everything into the recycle bin and says so after the deletions', async (t) => {
  const { workspace, plugins } = await startWorkspace(t, { settings: { recycle_bin: 2 } });
  for (const name of ['a', 'b', 'c']) await workspace.write(name, json('1'), ANN);
  const seen: string[] = [];
  plugins[0]?.tap(workspace.hooks.dataDeleted, ({ name }) => void seen.push(name));
  plugins[0]?.tap(workspace.hooks.cleared, ({ deleted }) => void seen.push(`${deleted} cleared`));
  assert.deepEqual(await workspace.clear(ANN), ['a', 'b', 'c']);
  assert.deepEqual(seen, ['a', 'b', 'c', '3 cleared']);
  assert.deepEqual(
    workspace.getRecycleBin().map(({ name }) => name),
    ['b', 'c'],
  );
});

test('rename takes history along, and is announced as a deletion and a creation', async (t) => {
  const { workspace, plugins } = await startWorkspace(t);
  await writeAll(workspace, 'x', 2);
  await workspace.write('y', json('1'), ANN);
  const seen: unknown[] = [];
  plugins[0]?.tap(
    workspace.hooks.dataDeleted,
    ({ name, revision }) => void seen.push(['gone', name, revision]),
  );
  plugins[0]?.tap(workspace.hooks.dataCreated, ({ name, from }) => void seen.push(['new', name, from]));
  await assert.rejects(workspace.rename('x', 'y', ANN), { code: 'DUPLICATE' });
  assert.equal(await workspace.rename('x', 'z', ANN), 4);
  assert.deepEqual(seen, [
    ['gone', 'x', 4],
    ['new', 'z', 'x'],
  ]);
  await workspace.undo('z', 1, ANN);
  assert.equal(textOf(workspace, 'z'), '0');
  assert.deepEqual(workspace.changesSince(3).changes[0], {
    revision: 4,
    name: 'z',
    from: 'x',
    change: 'renamed',
    provider: 'ann',
  });
});

test('history beyond the byte budget is dropped, the recycle bin first, and metadata tells', async (t) => {
  const text = (letter: string) => json(`"${letter.repeat(998)}"`);
  const { workspace } = await startWorkspace(t, { settings: { history_bytes: 3 * 1256 } });
  await workspace.write('old', text('o'), ANN);
  await workspace.delete(['old'], ANN);
  for (const letter of 'abc') await workspace.write('x', text(letter), ANN);
  assert.equal(workspace.getRecycleBin().length, 1);
  await workspace.write('x', text('d'), ANN);
  assert.equal(workspace.getRecycleBin().length, 0);
  assert.deepEqual(workspace.getMetadata('x').history, { undo: 3, redo: 0, dropped: 0 });
  await workspace.write('x', text('e'), ANN);
  assert.deepEqual(workspace.getMetadata('x').history, { undo: 3, redo: 0, dropped: 1 });
});

test('a value larger than the byte budget keeps no history', async (t) => {
  const { workspace } = await startWorkspace(t, { settings: { history_bytes: 1000 } });
  await workspace.write('x', json('1'), ANN);
  await workspace.write('x', json(`"${'a'.repeat(1000)}"`), ANN);
  await workspace.write('x', json('2'), ANN);
  assert.deepEqual(workspace.getMetadata('x').history, { undo: 0, redo: 0, dropped: 2 });
  assert.equal((await workspace.undo('x', 1, ANN)).steps, 0);
});

test('variables and their history survive a reload of the plugin', async (t) => {
  const { workspace, host } = await startWorkspace(t);
  await writeAll(workspace, 'x', 2);
  await host.refresh('workspace');
  await workspace.undo('x', 1, ANN);
  assert.equal(textOf(workspace, 'x'), '0');
});
