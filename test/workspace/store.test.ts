import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from 'headframe';
import { clear, deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { rename } from '../../plugins/workspace/operations/rename.ts';
import { restore } from '../../plugins/workspace/operations/restore.ts';
import { travel } from '../../plugins/workspace/operations/travel.ts';
import { type Outcome, write } from '../../plugins/workspace/operations/write.ts';
import { Store, type StoreLimits } from '../../plugins/workspace/store.ts';
import { fc } from '../property.ts';
import { withShortStacks } from '../short-stacks.ts';
import { StoreModel } from './store-model.ts';
import { json } from './values.ts';

const LIMITS: StoreLimits = {
  history: 3,
  recycleBin: 3,
  historyBytes: 2 ** 30,
  maxVariables: 3,
  maxValueBytes: 1000,
  maxTotalBytes: 10_000,
  changes: 8,
};
const AUTHOR = { provider: 'ann' };

type Operation =
  | {
      readonly do: 'write';
      readonly name: string;
      readonly value: string;
      readonly expected: number | undefined;
    }
  | { readonly do: 'delete'; readonly name: string; readonly expected: number | undefined }
  | {
      readonly do: 'travel';
      readonly name: string;
      readonly by: number;
      readonly expected: number | undefined;
    }
  | { readonly do: 'restore'; readonly key: string | number }
  | { readonly do: 'rename'; readonly name: string; readonly newName: string }
  | { readonly do: 'clear' };

const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'then');
const expected = fc.option(fc.nat(12), { nil: undefined, freq: 3 });
const by = fc.integer({ min: -4, max: 4 }).filter((steps) => steps !== 0);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      name,
      value: fc.constantFrom('1', '2', '3', '"long text"'),
      expected,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), name, expected }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('travel' as const), name, by, expected }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('restore' as const), key: fc.oneof(name, fc.nat(6)) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), name, newName: name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
);

/** As `deepEqual` for plain data, but fast enough for many thousand calls. */
function assertSame(actual: unknown, wanted: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) assert.deepEqual(actual, wanted);
}

function runOnStore(store: Store, one: Operation): unknown {
  try {
    const outcome = withShortStacks(() => outcomeOf(store, one));
    checkAnnouncements(store, outcome);
    return outcome.result;
  } catch (error) {
    return codeOf(error);
  }
}

function outcomeOf(store: Store, one: Operation): Outcome<unknown> {
  switch (one.do) {
    case 'write': {
      const value = json(one.value);
      const prepared = { value, size: value.document.byteLength };
      const entry = { name: one.name, prepared, ifRevision: one.expected };
      const { result, announcements } = write(store, [entry], AUTHOR);
      return { result: result.get(one.name), announcements };
    }
    case 'delete':
      return deleteVariables(store, [{ name: one.name, ifRevision: one.expected }], AUTHOR);
    case 'travel': {
      const direction = one.by < 0 ? 'undo' : 'redo';
      const steps = Math.abs(one.by);
      return travel(store, { name: one.name, direction, steps, ifRevision: one.expected }, AUTHOR);
    }
    case 'restore':
      return restore(store, one.key, AUTHOR);
    case 'rename':
      return rename(store, { name: one.name, newName: one.newName }, AUTHOR);
    case 'clear':
      return clear(store, AUTHOR);
  }
}

/** Revisions are announced in order, and the last one announced is the store's. */
function checkAnnouncements(store: Store, { announcements }: Outcome<unknown>): void {
  const changes = announcements.filter(({ hook }) => hook !== 'dataRepeated');
  const revisions = changes.map(({ event }) => event.revision);
  assert.deepEqual(
    revisions,
    revisions.toSorted((a, b) => a - b),
  );
  if (revisions.length > 0) assert.equal(revisions.at(-1), store.changes.revision);
}

function runOnModel(model: StoreModel, one: Operation): unknown {
  switch (one.do) {
    case 'write':
      return model.write(one.name, one.value, one.expected);
    case 'delete':
      return model.delete(one.name, one.expected);
    case 'travel':
      return model.travel(one.name, one.by, one.expected);
    case 'restore':
      return model.restore(one.key);
    case 'rename':
      return model.rename(one.name, one.newName);
    case 'clear':
      return model.clear();
  }
}

function stateOf(store: Store): unknown {
  return {
    revision: store.changes.revision,
    variables: [...store.variables].map(([key, variable]) => {
      const { history } = variable;
      return [
        key,
        variable.name,
        variable.revision,
        history.undoable,
        history.revisions().map(({ value }) => String(value.document)),
      ];
    }),
    bin: store.bin.entries().map(({ index, variable }) => [index, variable.name]),
  };
}

function stateOfModel(model: StoreModel): unknown {
  return {
    revision: model.revision,
    variables: [...model.variables].map(([key, { revision, versions, current }]) => [
      key,
      key,
      revision,
      current,
      versions,
    ]),
    bin: model.bin.map(({ index, name: key }) => [index, key]),
  };
}

test('10,000 sequences of operations: the store does what a plain model does', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 25 }), (operations) => {
      const store = new Store(LIMITS, () => 0);
      const model = new StoreModel(LIMITS.history, LIMITS.recycleBin, LIMITS.maxVariables);
      for (const one of operations) {
        assertSame(runOnStore(store, one), runOnModel(model, one));
        assertSame(stateOf(store), stateOfModel(model));
      }
      const sizes = [...store.variables.values()].map(({ history }) => history.current.size);
      assert.equal(
        store.totalBytes,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }),
    { numRuns: 10_000 },
  );
});

test('the budget is never exceeded, and what undo and redo reach stays without a gap', () => {
  fc.assert(
    fc.property(
      fc.array(operation, { maxLength: 40 }),
      fc.integer({ min: 0, max: 1500 }),
      (operations, historyBytes) => {
        const store = new Store({ ...LIMITS, history: 6, historyBytes }, () => 0);
        const model = new StoreModel(6, LIMITS.recycleBin, LIMITS.maxVariables);
        for (const one of operations) {
          if (one.do !== 'write' && one.do !== 'travel') continue;
          const writes = one.do === 'write';
          const plain = { ...one, expected: undefined };
          if (writes) {
            runOnStore(store, plain);
            runOnModel(model, plain);
          } else {
            const result = runOnStore(store, plain);
            const steps =
              typeof result === 'object' && result && 'steps' in result ? Number(result.steps) : 0;
            if (steps > 0) runOnModel(model, { ...one, by: Math.sign(one.by) * steps, expected: undefined });
          }
          assert.ok(store.budget.used <= historyBytes);
          assert.equal(store.budget.used, earlierBytes(store));
          for (const [key, { history }] of store.variables) checkNoGap(model, key, history);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

/** What the budget should know of: each earlier revision with its overhead of 256 bytes. */
function earlierBytes(store: Store): number {
  let bytes = 0;
  for (const { history } of store.variables.values()) {
    for (const one of history.revisions()) if (one !== history.current) bytes += one.size + 256;
  }
  return bytes;
}

/** What is left of the history is a stretch of the model's around the current value. */
function checkNoGap(
  model: StoreModel,
  key: string,
  history: { undoable: number; revisions(): readonly { value: { document: Uint8Array } }[] },
): void {
  const modelled = model.variables.get(key);
  assert.ok(modelled);
  const kept = history.revisions().map(({ value }) => String(value.document));
  const first = modelled.current - history.undoable;
  assertSame(kept, modelled.versions.slice(first, first + kept.length));
}

test('changes are numbered without a gap and remembered up to the limit', () => {
  const store = new Store(LIMITS, () => 0);
  for (let value = 1; value <= 20; value++) {
    outcomeOf(store, { do: 'write', name: 'a', value: String(value), expected: undefined });
  }
  assert.deepEqual(
    store.changes.since(12, 3).changes.map(({ revision }) => revision),
    [13, 14, 15],
  );
  assert.deepEqual(store.changes.since(20, 3), { changes: [], revision: 20, resync: false });
  assert.equal(store.changes.since(12, 100).revision, 20);
  assert.deepEqual(store.changes.since(11, 3), { changes: [], revision: 20, resync: true });
  assert.equal(store.changes.since(21, 3).resync, true);
});
