import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { codeOf } from 'headframe';
import { deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { placeOf } from '../../plugins/workspace/place.ts';
import { FaultyFiles } from './faulty-files.ts';
import { killedCopy, openWorkspace, stateOf, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const AUTHOR = { provider: 'ann' };
const large = (letter: string, length = 100_000) => json(`"${letter.repeat(length)}"`);

/** A folder with a snapshot, a log, files of values and a deleted variable, as a killed host leaves it; what it holds. */
async function leftFolder(t: TestContext): Promise<{ folder: string; state: unknown }> {
  const folder = temporaryFolder(t);
  const { workspace, store, storage } = openWorkspace(folder);
  await workspace.write([{ name: 'a', value: json('1') }], AUTHOR);
  await workspace.write([{ name: 'b', value: large('b') }], AUTHOR);
  await storage.snapshot();
  await workspace.write([{ name: 'b', value: large('B', 2 ** 20) }], AUTHOR);
  await workspace.write([{ name: 'c', value: json('"c"') }], AUTHOR);
  workspace.change(() => deleteVariables(store, [{ name: 'c' }], AUTHOR));
  const state = stateOf(store);
  const left = killedCopy(t, folder);
  await storage.close();
  return { folder: left, state };
}

/** All files and their bytes, but for the version table, which a start makes anew. */
function contentOf(folder: string): ReadonlyMap<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile() && !name.startsWith('versions'));
  return new Map(files.map((name) => [name, readFileSync(join(folder, name))]));
}

test('EIO at each reading of a start in turn: it stops with IO_FAILED, changes nothing, and succeeds when the disk does', async (t) => {
  const { folder, state } = await leftFolder(t);
  const before = contentOf(folder);
  let stopped = 0;
  for (let at = 1; ; at++) {
    const faulty = new FaultyFiles('reading');
    faulty.arm(at, 'EIO');
    let opened: ReturnType<typeof openWorkspace> | undefined;
    try {
      opened = openWorkspace(folder, { files: faulty.files });
    } catch (error) {
      assert.equal(codeOf(error), 'IO_FAILED', `operation ${at}: ${error}`);
      const after = contentOf(folder);
      // The mark that a start writes may be there; what there was is.
      for (const [name, content] of before) {
        assert.ok(after.get(name)?.subarray(0, content.length).equals(content), `${name}, operation ${at}`);
      }
      stopped++;
      continue;
    }
    faulty.disarm();
    assert.deepEqual(stateOf(opened.store), state, `operation ${at}`);
    await opened.storage.close();
    if (!faulty.struck) break;
  }
  assert.ok(stopped > 15, `${stopped} starts were stopped`);
});

test('EIO while a value is read is answered with a code, and the value is whole when the disk reads again', async (t) => {
  const { folder } = await leftFolder(t);
  const faulty = new FaultyFiles('reading');
  const opened = openWorkspace(folder, { files: faulty.files });
  const value = opened.store.variables.get('b')?.history.current.value;
  assert.ok(value);
  const attempts: readonly (() => unknown)[] = [
    () => value.document,
    () => opened.storage.load(value),
    () => placeOf(opened.workspace, 'b'),
  ];
  for (const attempt of attempts) {
    for (let at = 1; ; at++) {
      faulty.arm(at, 'EIO');
      try {
        await attempt();
        if (!faulty.struck) break;
        assert.fail(`operation ${at} failed and nobody was told`);
      } catch (error) {
        assert.equal(codeOf(error), 'STORAGE_DAMAGED', `operation ${at}: ${error}`);
      } finally {
        faulty.disarm();
      }
      assert.equal(placeOf(opened.workspace, 'b')?.size, 2 ** 20 + 2);
    }
  }
  assert.equal(String(value.document), `"${'B'.repeat(2 ** 20)}"`);
  await opened.storage.close();
});
