import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, pickle } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

const ANN = { provider: 'ann' };

test('one plugin changes a value, another vetoes: the writer sees the reason and nothing is half done', async (t) => {
  const { workspace, plugins } = await startWorkspace(t, { probeNames: ['doubler', 'guard'] });
  plugins[0]?.tap(workspace.hooks.beforeWrite, (write) => {
    if (write.veto !== undefined || write.name !== 'n') return undefined;
    return {
      ...write,
      value: json(String(2 * Number(String(write.value.document)))),
      info: { doubled: true },
    };
  });
  plugins[1]?.tap(workspace.hooks.beforeWrite, async (write) => {
    if (write.veto === undefined && write.name === 'secret') return { veto: 'no secrets here' };
    return undefined;
  });
  await workspace.write('n', json('21'), ANN);
  assert.equal(String(workspace.read('n')?.value.document), '42');
  assert.deepEqual(workspace.getMetadata('n').info, { doubled: true });
  await assert.rejects(
    workspace.writeMany(
      [
        { name: 'a', value: json('1') },
        { name: 'secret', value: json('2') },
      ],
      ANN,
    ),
    { code: 'VETOED', message: 'secret was refused: no secrets here' },
  );
  assert.deepEqual(workspace.names(), ['n']);
  assert.equal(workspace.revision(), 1);
});

test('an entry of write_var_dic that is vetoed is skipped, the others are written', async (t) => {
  const { workspace, plugins } = await startWorkspace(t);
  plugins[0]?.tap(workspace.hooks.beforeWrite, (write) =>
    write.veto === undefined && write.name === 'b' ? { veto: 'no' } : undefined,
  );
  const dict = pickle(new Map(['a', 'b', 'c'].map((name) => [name, pickle(1).document])));
  const { skipped } = await workspace.writePickledDict(dict.document, ANN);
  assert.deepEqual(skipped, new Map([['b', 'VETOED']]));
  assert.deepEqual(workspace.names(), ['a', 'c']);
});

test('with a tap that waits, changes are made in the order in which they were asked for', async (t) => {
  const { workspace, plugins } = await startWorkspace(t);
  const waiting: (() => void)[] = [];
  plugins[0]?.tap(
    workspace.hooks.beforeWrite,
    () => new Promise<undefined>((resolve) => waiting.push(() => resolve(undefined))),
  );
  const order: string[] = [];
  const note = (what: string) => () => void order.push(what);
  const all = Promise.all([
    workspace.write('x', json('1'), ANN).then(note('write 1')),
    workspace.write('x', json('2'), ANN).then(note('write 2')),
    workspace.delete(['x'], ANN).then(note('delete')),
    workspace.write('x', json('3'), ANN).then(note('write 3')),
  ]);
  for (let released = 0; released < 3; ) {
    await new Promise(setImmediate);
    const next = waiting.shift();
    if (next) released++;
    next?.();
  }
  await all;
  assert.deepEqual(order, ['write 1', 'write 2', 'delete', 'write 3']);
  assert.equal(String(workspace.read('x')?.value.document), '3');
});

test('what a tap returns wrongly is its fault and ignored; what it makes of a value is checked', async (t) => {
  const { workspace, plugins, log } = await startWorkspace(t);
  let answer: unknown = true;
  plugins[0]?.tap(workspace.hooks.beforeWrite, () => answer as never);
  await workspace.write('x', json('1'), ANN);
  assert.deepEqual(log, [
    'probe failed in beforeWrite: the tap returned boolean, which beforeWrite cannot take',
  ]);
  answer = { value: json('{'), info: undefined };
  await assert.rejects(workspace.write('x', json('2'), ANN), { code: 'BAD_JSON' });
  assert.equal(String(workspace.read('x')?.value.document), '1');
});

test('a tap that writes is refused instead of waiting for itself for ever', async (t) => {
  const { workspace, plugins } = await startWorkspace(t);
  const codes: string[] = [];
  plugins[0]?.tap(workspace.hooks.beforeWrite, async (write) => {
    if (write.veto !== undefined || write.name !== 'x') return;
    await workspace.write('y', json('1'), ANN).catch((error) => void codes.push(error.code));
  });
  await workspace.write('x', json('1'), ANN);
  assert.deepEqual(codes, ['BAD_ARGUMENT']);
  assert.deepEqual(workspace.names(), ['x']);
});

test('what a tap of dataChanged writes is announced after everything before it', async (t) => {
  const { workspace, plugins } = await startWorkspace(t, { probeNames: ['writer', 'reader'] });
  const seen: string[] = [];
  plugins[0]?.tap(workspace.hooks.dataCreated, ({ name }) => {
    if (name === 'a') void workspace.write('echo', json('1'), ANN);
  });
  for (const hook of [workspace.hooks.dataCreated, workspace.hooks.dataChanged]) {
    plugins[1]?.tap(hook, ({ name, revision }) => void seen.push(`${name} ${revision}`));
  }
  await workspace.write('b', json('0'), ANN);
  const requests = ['a', 'b', 'c'].map((name) => ({ name, value: json('1') }));
  await workspace.writeMany(requests, ANN);
  assert.deepEqual(seen, ['b 1', 'a 2', 'b 3', 'c 4', 'echo 5']);
});
