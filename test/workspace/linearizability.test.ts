import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from 'headframe';
import { testSeed } from '../seed.ts';
import { isLinearizable, type Observed, type RegisterOperation } from './linearizability.ts';
import { seeded } from './seeded.ts';
import { json } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

const read = (called: number, returned: number, value: string | undefined): Observed => ({
  called,
  returned,
  operation: { do: 'read', value },
});
const write = (called: number, returned: number, value: string): Observed => ({
  called,
  returned,
  operation: { do: 'write', value },
});

test('the checker takes what one register could have done, in whichever order operations overlap', () => {
  assert.ok(isLinearizable([write(0, 1, 'a'), read(2, 3, 'a')]));
  assert.ok(isLinearizable([write(0, 10, 'a'), read(1, 2, undefined), read(3, 4, 'a')]));
  assert.ok(isLinearizable([write(0, 10, 'a'), write(0, 10, 'b'), read(11, 12, 'a')]));
});

test('the checker refuses what a broken store answers', () => {
  const stale = [write(0, 1, 'a'), write(2, 3, 'b'), read(4, 5, 'a')];
  const lost = [write(0, 1, 'a'), read(2, 3, undefined)];
  const backwards = [write(0, 10, 'a'), read(1, 2, 'a'), read(3, 4, undefined)];
  const swap = { do: 'swap', expected: undefined, swapped: true } as const;
  const bothWon: Observed[] = [
    { called: 0, returned: 5, operation: { ...swap, value: 'a' } },
    { called: 0, returned: 5, operation: { ...swap, value: 'b' } },
  ];
  for (const history of [stale, lost, backwards, bothWon]) assert.equal(isLinearizable(history), false);
});

test('what 10 clients do at once with one variable, while writes wait for a tap, is linearizable', async (t) => {
  const { workspace, plugins } = await startWorkspace(t, { settings: { history: 1000 } });
  const seed = testSeed();
  t.diagnostic(`HEADFRAME_SEED=${seed}`);
  const random = seeded(seed);
  const pause = async (): Promise<void> => {
    for (let turns = Math.floor(random() * 4); turns > 0; turns--) await new Promise(setImmediate);
  };
  plugins[0]?.tap(workspace.hooks.beforeWrite, pause);
  let clock = 0;
  let written = 0;
  const author = { provider: 'client' };
  const current = (): string | undefined => {
    const found = workspace.read('x');
    return found && String(found.value.document);
  };
  const operations: (() => Promise<RegisterOperation>)[] = [
    async () => ({ do: 'read', value: current() }),
    async () => {
      const value = String(++written);
      await workspace.write('x', json(value), author);
      return { do: 'write', value };
    },
    async () => {
      const found = await workspace.delete(['x'], author).then(
        () => true,
        (error) => codeOf(error) !== 'NOT_FOUND',
      );
      return { do: 'delete', found };
    },
    async () => {
      const expected = current();
      const ifRevision = workspace.read('x')?.revision ?? 0;
      const value = String(++written);
      await pause();
      const swapped = await workspace.write('x', json(value), { ...author, ifRevision }).then(
        () => true,
        (error) => codeOf(error) !== 'CONFLICT',
      );
      return swapped ? { do: 'swap', expected, value, swapped } : { do: 'read', value: expected };
    },
    async () => {
      const steps = await workspace.undo('x', 1, author).then(
        (travelled) => travelled.steps,
        () => 0,
      );
      return { do: 'undo', steps };
    },
  ];
  for (let round = 0; round < 150; round++) {
    await workspace.delete(['x'], author).catch((error) => assert.equal(codeOf(error), 'NOT_FOUND'));
    const history: Observed[] = [];
    const client = async (): Promise<void> => {
      for (let count = 0; count < 2; count++) {
        await pause();
        const called = ++clock;
        const operation = await operations[Math.floor(random() * operations.length)]?.();
        if (operation) history.push({ called, returned: ++clock, operation });
      }
    };
    await Promise.all(Array.from({ length: 10 }, client));
    assert.equal(history.length, 20);
    assert.ok(isLinearizable(history), `HEADFRAME_SEED=${seed}, round ${round}: ${JSON.stringify(history)}`);
  }
});
