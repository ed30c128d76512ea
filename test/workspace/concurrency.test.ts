import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from 'headframe';
import { json, pickle } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

const ANN = { provider: 'ann', session: 's1' };
const BOB = { provider: 'bob', session: 's2' };

test('a write that is based on an older revision conflicts, and is told by whom', async (t) => {
  const { workspace } = await startWorkspace(t);
  await workspace.write('x', json('1'), { ...ANN, ifRevision: 0 });
  await workspace.write('x', json('2'), { ...BOB, ifRevision: 1 });
  await assert.rejects(workspace.write('x', json('3'), { ...ANN, ifRevision: 1 }), {
    code: 'CONFLICT',
    message: 'x was expected at revision 1, and is at revision 2, by bob',
    data: { name: 'x', expected: 1, actual: 2, provider: 'bob' },
  });
  const conflict = { code: 'CONFLICT' };
  await assert.rejects(workspace.write('x', json('2'), { ...ANN, ifRevision: 0 }), conflict);
  await assert.rejects(workspace.write('y', json('2'), { ...ANN, ifRevision: 1 }), conflict);
  await assert.rejects(workspace.delete(['x'], { ...ANN, ifRevision: 1 }), conflict);
  await assert.rejects(workspace.undo('x', 1, { ...ANN, ifRevision: 1 }), conflict);
  await assert.rejects(workspace.rename('x', 'z', { ...ANN, ifRevision: 1 }), conflict);
  await assert.rejects(workspace.updateMetadata('x', { a: 1 }, { ...ANN, ifRevision: 1 }), conflict);
  assert.equal(workspace.revision(), 2);
});

test('many variables are written or deleted all or not at all', async (t) => {
  const { workspace } = await startWorkspace(t);
  await workspace.write('a', json('1'), ANN);
  await workspace.write('b', json('1'), ANN);
  const entries = [
    { name: 'a', value: json('2') },
    { name: 'b', value: json('2'), ifRevision: 1 },
  ];
  await assert.rejects(workspace.writeMany(entries, ANN), { code: 'CONFLICT' });
  await assert.rejects(workspace.writeMany([...entries, { name: 'a', value: json('3') }], ANN), {
    code: 'BAD_ARGUMENT',
  });
  await assert.rejects(workspace.delete(['a', 'nope'], ANN), { code: 'NOT_FOUND' });
  await assert.rejects(workspace.delete(['a', 'b'], { ...ANN, ifRevision: new Map([['b', 1]]) }), {
    code: 'CONFLICT',
  });
  assert.equal(workspace.revision(), 2);
  assert.deepEqual(await workspace.delete(['a', 'b', 'a'], ANN), ['a', 'b']);
  assert.deepEqual(
    workspace.changesSince(2).changes.map(({ revision, name, change }) => [revision, name, change]),
    [
      [3, 'a', 'deleted'],
      [4, 'b', 'deleted'],
    ],
  );
});

test('8 writers × 250 compare-and-set increments, with a tap that makes them wait, are 2000', async (t) => {
  const { workspace, plugins } = await startWorkspace(t);
  plugins[0]?.tap(workspace.hooks.beforeWrite, async () => undefined);
  await workspace.write('n', json('0'), ANN);
  let conflicts = 0;
  const increment = async (): Promise<void> => {
    const found = workspace.read('n');
    const next = String(Number(String(found?.value.document)) + 1);
    await workspace.write('n', json(next), { ...ANN, ifRevision: found?.revision });
  };
  const writer = async (): Promise<void> => {
    for (let done = 0; done < 250; ) {
      try {
        await increment();
        done++;
      } catch (error) {
        assert.equal(codeOf(error), 'CONFLICT');
        conflicts++;
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));
  assert.equal(String(workspace.read('n')?.value.document), '2000');
  assert.ok(conflicts > 0);
});

test('increments are atomic, exact, and keep the form of the number', async (t) => {
  const { workspace } = await startWorkspace(t);
  await Promise.all(Array.from({ length: 1000 }, () => workspace.increment('n', 1, ANN)));
  assert.equal((await workspace.increment('n', 1, ANN)).number, 1001);
  await workspace.write('big', pickle(2n ** 64n), ANN);
  assert.equal((await workspace.increment('big', -1, ANN)).number, 2n ** 64n - 1n);
  assert.equal(workspace.read('big')?.value.method, 'pickle');
  await workspace.write('f', json('1.0'), ANN);
  const { value } = await workspace.increment('f', 1, ANN);
  assert.equal(String(value.document), '2.0');
  await workspace.write('s', json('"text"'), ANN);
  await assert.rejects(workspace.increment('s', 1, ANN), { code: 'BAD_VALUE' });
});

test('a lock keeps other sessions from every kind of change, and names its holder', async (t) => {
  const { workspace } = await startWorkspace(t);
  const { signal } = new AbortController();
  await workspace.write('x', json('1'), BOB);
  workspace.lock({ name: 'x', holder: "ann's script", session: 's1', leaseMs: 60_000, signal });
  const attempts = [
    () => workspace.write('x', json('2'), BOB),
    () => workspace.delete(['x'], BOB),
    () => workspace.undo('x', 1, BOB),
    () => workspace.rename('x', 'y', BOB),
    () => workspace.updateMetadata('x', { a: 1 }, BOB),
    () => workspace.increment('x', 1, { provider: 'nobody' }),
    () => workspace.clear(BOB),
    async () => workspace.lock({ name: 'x', holder: 'bob', session: 's2', leaseMs: 1000, signal }),
    async () => workspace.unlock('x', 's2'),
  ];
  for (const attempt of attempts) {
    await assert.rejects(attempt, {
      code: 'LOCKED',
      message: /x is locked by ann's script for another \d+ ms/,
    });
  }
  assert.equal(workspace.getMetadata('x').locked?.holder, "ann's script");
  await workspace.write('x', json('3'), ANN);
  assert.equal(workspace.unlock('x', 's1'), true);
  assert.equal(workspace.unlock('x', 's1'), false);
  await workspace.write('x', json('4'), BOB);
});

test("locks go with their session, and with their lease's end", async (t) => {
  const { workspace } = await startWorkspace(t);
  const session = new AbortController();
  const lock = (name: string, leaseMs: number) =>
    workspace.lock({ name, holder: 'ann', session: 's1', leaseMs, signal: session.signal });
  lock('a', 60_000);
  lock('b', 60_000);
  await assert.rejects(workspace.write('b', json('1'), BOB), { code: 'LOCKED' });
  session.abort();
  await workspace.write('a', json('1'), BOB);
  await workspace.write('b', json('1'), BOB);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const second = new AbortController();
  workspace.lock({ name: 'a', holder: 'ann', session: 's1', leaseMs: 1000, signal: second.signal });
  t.mock.timers.tick(999);
  await assert.rejects(workspace.write('a', json('2'), BOB), { code: 'LOCKED' });
  t.mock.timers.tick(1);
  await workspace.write('a', json('2'), BOB);
  assert.equal(workspace.getMetadata('a').locked, null);
});

test('a wait ends when the variable is there and newer, when the time is over, or when the session ends', async (t) => {
  const { workspace, host } = await startWorkspace(t);
  const first = workspace.waitFor({ name: 'x', since: 0, timeoutMs: 60_000 });
  const second = workspace.waitFor({ name: 'x', since: 1, timeoutMs: 60_000 });
  await workspace.write('x', json('1'), ANN);
  assert.deepEqual(await first, { revision: 1, newer: true });
  assert.deepEqual(await workspace.waitFor({ name: 'x', since: 0, timeoutMs: 60_000 }), {
    revision: 1,
    newer: true,
  });
  await workspace.write('x', json('2'), ANN);
  assert.deepEqual(await second, { revision: 2, newer: true });
  assert.deepEqual(await workspace.waitFor({ name: 'x', since: 2, timeoutMs: 1 }), {
    revision: 2,
    newer: false,
  });
  const session = new AbortController();
  const third = workspace.waitFor({ name: 'y', since: 0, timeoutMs: 60_000, signal: session.signal });
  session.abort();
  assert.deepEqual(await third, { revision: 0, newer: false });
  const last = workspace.waitFor({ name: 'y', since: 0, timeoutMs: 60_000 });
  await host.disable('workspace', { cascade: true });
  assert.deepEqual(await last, { revision: 0, newer: false });
});
