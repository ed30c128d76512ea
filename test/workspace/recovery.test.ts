import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { codeOf } from 'headframe';
import { applyPurge, hasVolatile } from '../../plugins/workspace/mutations/purge.ts';
import { clear, deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { rename } from '../../plugins/workspace/operations/rename.ts';
import { restore } from '../../plugins/workspace/operations/restore.ts';
import { travel } from '../../plugins/workspace/operations/travel.ts';
import { updateInfo } from '../../plugins/workspace/operations/update-info.ts';
import type { StoreLimits } from '../../plugins/workspace/store.ts';
import { fc } from '../property.ts';
import { testSeed } from '../seed.ts';
import { killedCopy, type OpenWorkspace, openWorkspace, stateOf, temporaryFolder } from './storage-folder.ts';
import { json, pickle } from './values.ts';

const AUTHOR = { provider: 'ann' };
const LIMITS: Partial<StoreLimits> = {
  history: 3,
  recycleBin: 3,
  historyBytes: 400_000,
  maxVariables: 4,
  changes: 8,
};

type Operation = (opened: OpenWorkspace) => unknown;

const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'then', '变量');
const provider = fc.constantFrom('ann', '', '\ud800 lone', 'ü');
const value = fc.oneof(
  fc.constantFrom('1', '2', '"text"').map(json),
  fc.constantFrom(70_000, 100_000).map((length) => json(`"${'x'.repeat(length)}"`)),
  fc.nat(3).map((n) => pickle([n, 'text'])),
);
const info = fc.option(
  fc.dictionary(fc.constantFrom('k', '__proto__', 'unit'), fc.constantFrom(null, 1, 'mm')),
  {
    nil: undefined,
  },
);
const level = fc.constantFrom('written', 'written', 'written', 'synced', 'volatile' as const);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ name, value, info, level, provider }).map(
      ({ provider, level, ...entry }): Operation =>
        ({ workspace }) =>
          workspace.write([entry], { provider, level }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.uniqueArray(fc.record({ name, value }), { maxLength: 3, selector: (one) => one.name }).map(
      (entries): Operation =>
        ({ workspace }) =>
          workspace.write(entries, AUTHOR),
    ),
  },
  {
    weight: 2,
    arbitrary: name.map(
      (one): Operation =>
        ({ workspace, store }) =>
          workspace.change(() => deleteVariables(store, [{ name: one }], AUTHOR)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        name,
        direction: fc.constantFrom('undo', 'redo' as const),
        steps: fc.integer({ min: 1, max: 4 }),
      })
      .map(
        (one): Operation =>
          ({ workspace, store }) =>
            workspace.change(() => travel(store, one, AUTHOR)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(name, fc.nat(6)).map(
      (key): Operation =>
        ({ workspace, store }) =>
          workspace.change(() => restore(store, key, AUTHOR)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({ name, newName: name }).map(
      (one): Operation =>
        ({ workspace, store }) =>
          workspace.change(() => rename(store, one, AUTHOR)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ name, info: fc.dictionary(fc.constantFrom('k', 'unit'), fc.constantFrom(null, 2)) })
      .map(
        (one): Operation =>
          ({ workspace, store }) =>
            workspace.change(() => updateInfo(store, one, AUTHOR)),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(({ workspace, store }: OpenWorkspace) =>
      workspace.change(() => clear(store, AUTHOR)),
    ),
  },
  { weight: 1, arbitrary: fc.constant(({ storage }: OpenWorkspace) => storage.snapshot()) },
);

async function run(opened: OpenWorkspace, operations: readonly Operation[]): Promise<void> {
  for (const one of operations) {
    try {
      await one(opened);
    } catch (error) {
      assert.notEqual(codeOf(error), 'INTERNAL', String(error));
    }
  }
}

/** What a restart makes of a store: values that were in memory alone are gone. Times are left out. */
function afterRestart({ store }: OpenWorkspace): unknown {
  if (hasVolatile(store)) applyPurge(store, { provider: 'headframe', time: 0 });
  return withoutTimes(stateOf(store));
}

function withoutTimes(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state, (key, value) => (/time$/i.test(key) ? undefined : value)));
}

test('a host that is killed at any point has everything again when it is started', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(operation, { maxLength: 12 }), { maxLength: 4 }), async (lives) => {
      let folder = temporaryFolder(t);
      let expected: unknown;
      for (const operations of [...lives, []]) {
        const opened = openWorkspace(folder, { limits: LIMITS });
        if (expected !== undefined) assert.deepEqual(withoutTimes(stateOf(opened.store)), expected);
        assert.deepEqual(opened.storage.blobs.orphans(), []);
        await run(opened, operations);
        const next = killedCopy(t, folder);
        expected = afterRestart(opened);
        await opened.storage.close();
        rmSync(folder, { recursive: true });
        folder = next;
      }
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 60, seed: testSeed() },
  );
});

test('with smaller limits the next start keeps what fits, and with larger ones all', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
      const folder = temporaryFolder(t);
      const first = openWorkspace(folder, { limits: LIMITS });
      await run(first, operations);
      await first.storage.close();
      const larger = openWorkspace(folder, {
        limits: { ...LIMITS, history: 9, historyBytes: 2 ** 24, changes: 20 },
      });
      assert.deepEqual(withoutTimes(stateOf(larger.store)), afterRestart(first));
      await larger.storage.close();
      const smaller = openWorkspace(folder, { limits: { ...LIMITS, history: 1, recycleBin: 1, changes: 2 } });
      assert.ok(
        [...smaller.store.variables.values()].every(({ history }) => history.revisions().length === 1),
      );
      assert.ok(smaller.store.bin.entries().length <= 1);
      assert.deepEqual([...smaller.store.variables.keys()], [...first.store.variables.keys()]);
      const again = killedCopy(t, folder);
      await smaller.storage.close();
      const same = openWorkspace(again, { limits: { ...LIMITS, history: 1, recycleBin: 1, changes: 2 } });
      await same.storage.close();
      assert.deepEqual(stateOf(same.store), stateOf(smaller.store));
    }),
    { numRuns: 40, seed: testSeed() },
  );
});

test('whatever was done, a restart brings back the very same store', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { maxLength: 30 }),
      fc.array(operation, { maxLength: 10 }),
      async (first, second) => {
        const folder = temporaryFolder(t);
        const before = openWorkspace(folder, { limits: LIMITS });
        await run(before, first);
        await before.storage.close();
        const between = openWorkspace(folder, { limits: LIMITS });
        await run(between, second);
        await between.storage.close();
        const after = openWorkspace(folder, { limits: LIMITS });
        await after.storage.close();
        const expected = stateOf(between.store);
        if (!JSON.stringify(expected).includes('"volatile":true'))
          assert.deepEqual(stateOf(after.store), expected);
        rmSync(folder, { recursive: true });
      },
    ),
    { numRuns: 80, seed: testSeed() },
  );
});
