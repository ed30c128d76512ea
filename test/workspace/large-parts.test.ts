import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { Scope } from 'headframe';
import { decodeTypedJson, encodePickle, NdArray } from 'headframe/codec';
import { deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { Parts } from '../../plugins/workspace/parts/parts.ts';
import { BlobValue } from '../../plugins/workspace/storage/blob-value.ts';
import type { StoredValue } from '../../plugins/workspace/value.ts';
import type { Workspace } from '../../plugins/workspace/workspace.ts';
import { python } from './python.ts';
import { openWorkspace, temporaryFolder } from './storage-folder.ts';
import { MANY_TURNS, turnsDuring } from './turns.ts';
import { pickle } from './values.ts';

const AUTHOR = { provider: 'ann', session: 's' };
/** Enough to be large, in few pieces: most of these tests are not about how long it takes. */
const TEXTS: readonly string[] = Array.from({ length: 12_000 }, (_, index) =>
  `${index} `.padEnd(400, 'text '),
);

const ROWS = 150_000;

interface Opened {
  readonly parts: Parts;
  readonly workspace: Workspace;
  readonly folder: string;
  readonly write: (name: string, value: StoredValue) => Promise<StoredValue>;
  readonly remove: (name: string) => Promise<unknown>;
}

/** A workspace on disk with its parts; it ends with the tests. */
function open(): Opened {
  // Before the folder goes.
  const ends: (() => Promise<unknown>)[] = [];
  after(async () => {
    for (const end of ends) await end();
  });
  const folder = temporaryFolder({ after });
  const { workspace, storage, store } = openWorkspace(folder);
  const scope = new Scope({ name: 'workspace', rank: 0 });
  const parts = new Parts(workspace, scope);
  ends.push(
    () => parts.close(),
    () => scope.dispose(),
    () => storage.close(),
  );
  return {
    parts,
    workspace,
    folder,
    async write(name, value) {
      await workspace.write([{ name, value }], AUTHOR);
      const written = store.variables.get(name)?.history.current.value;
      assert.ok(written);
      return written;
    },
    remove: async (name) =>
      workspace.change(() => deleteVariables(store, [{ name, ifRevision: undefined }], AUTHOR)),
  };
}

const { parts, workspace, folder, write, remove } = open();
afterEach(async () => {
  for (const name of [...workspace.store.variables.keys()]) await remove(name);
});

/** The first element of a variable's value. */
async function first(name: string): Promise<unknown> {
  const { value } = await parts.slice(name, [[0, 1]], 'json');
  const [element] = decodeTypedJson(value) as unknown[];
  return element;
}

function texts(begin: string): StoredValue {
  return pickle([begin, ...TEXTS]);
}

test('a part and figures of a large table are worked out while the event loop turns', async () => {
  const table = await python(`
import pandas as pd, pickle, sys
table = pd.DataFrame({'n': range(${ROWS}), 't': ['the text number %d' % n for n in range(${ROWS})]})
sys.stdout.buffer.write(pickle.dumps(table, 4))`);
  await write('table', { method: 'pickle', document: table, buffers: [] });
  const part = await turnsDuring(
    parts.slice(
      'table',
      [
        [0, 3],
        [0, 1],
      ],
      'json',
    ),
  );
  assert.match(String(Buffer.from(part.result.value)), /dataframe/);
  const figures = await turnsDuring(parts.statistics('table'));
  assert.deepEqual(
    figures.result.value.map(({ count, max }) => [count, max]),
    [
      [ROWS, ROWS - 1],
      [ROWS, null],
    ],
  );
  for (const { turns } of [part, figures]) assert.ok(turns > MANY_TURNS, `${turns} turns`);
});

test('a variable that is overwritten or deleted meanwhile is answered as it was when it was asked for', async () => {
  const old = await write('x', texts('old'));
  assert.ok(old instanceof BlobValue);
  const asked = first('x');
  const newer = await write('x', texts('new'));
  const askedAgain = first('x');
  await remove('x');
  assert.deepEqual([await asked, await askedAgain], ['old', 'new']);
  assert.notEqual(newer, old);
  await assert.rejects(first('x'), { code: 'NOT_FOUND' });
  assert.deepEqual(parts.held, []);
});

test('what the thread keeps goes with the revision, and nobody listens when it keeps nothing', async () => {
  const { dataChanged, dataDeleted, dataRestored } = workspace.hooks;
  const used = () => [dataChanged, dataDeleted, dataRestored].map((hook) => hook.used);
  const a = await write('a', texts('a'));
  const b = await write('b', texts('b'));
  assert.deepEqual(used(), [false, false, false]);
  assert.deepEqual([await first('a'), await first('b')], ['a', 'b']);
  assert.deepEqual(parts.held, [a, b]);
  assert.deepEqual(used(), [true, true, true]);
  await write('other', pickle(1));
  assert.deepEqual(parts.held, [a, b]);
  await write('a', texts('another'));
  assert.deepEqual(parts.held, [b]);
  await remove('b');
  assert.deepEqual(parts.held, []);
  assert.deepEqual(used(), [false, false, false]);
});

test('parts of a large array stay in this thread, unless they are large themselves; figures do not', async () => {
  const numbers = new Float64Array(600_000).map((_, index) => index);
  const array = await write('array', pickle(numbers));
  const end = decodeTypedJson((await parts.slice('array', [[-2, null]], 'json')).value);
  assert.ok(end instanceof NdArray);
  assert.deepEqual([...(end.values ?? [])], [599_998, 599_999]);
  assert.deepEqual(parts.held, []);
  const { value: document } = await parts.slice('array', [[null, null, -1]], 'pickle');
  assert.deepEqual(Buffer.from(document), encodePickle(numbers.toReversed()));
  assert.deepEqual(parts.held, [array]);
  await write('array', pickle(numbers.map((one) => one + 1)));
  assert.deepEqual(parts.held, []);
  const { value: columns } = await parts.statistics('array');
  assert.deepEqual([columns[0]?.min, columns[0]?.max], [1, 600_000]);
  assert.equal(parts.held.length, 1);
});

test('items of a large value are described by the thread', async () => {
  const list = await write('list', texts('begin'));
  const { value } = await parts.items('list', [], { start: 0, stop: 2 });
  assert.deepEqual(
    [value.count, value.items[0]?.preview, value.items[1]?.preview.startsWith("'0 text text")],
    [12_001, "'begin'", true],
  );
  assert.deepEqual(parts.held, [list]);
});

test('a damaged file is told by its code, and read again when it is asked for again', async () => {
  const value = await write('x', texts('x'));
  assert.ok(value instanceof BlobValue);
  truncateSync(join(folder, 'blobs', value.id), 100);
  await assert.rejects(first('x'), { code: 'STORAGE_DAMAGED' });
  await assert.rejects(parts.statistics('x'), { code: 'STORAGE_DAMAGED' });
  truncateSync(join(folder, 'blobs', value.id), value.layout.size);
  // It has its size again, and no pickle in it.
  await assert.rejects(parts.statistics('x'), { code: 'BAD_PICKLE' });
});

test('a value beyond the limit is refused before anybody reads it', async () => {
  const value: StoredValue = {
    method: 'json',
    document: Buffer.from('[1]'),
    buffers: [new Uint8Array(256 * 2 ** 20)],
  };
  await workspace.write([{ name: 'huge', value }], { ...AUTHOR, level: 'volatile' });
  await assert.rejects(parts.slice('huge', [], 'json'), { code: 'TOO_LARGE' });
  await assert.rejects(parts.statistics('huge'), { code: 'TOO_LARGE' });
  assert.deepEqual(parts.held, []);
});
