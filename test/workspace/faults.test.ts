import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { codeOf } from 'headframe';
import { deleteVariables } from '../../plugins/workspace/operations/delete.ts';
import { travel } from '../../plugins/workspace/operations/travel.ts';
import { type Fault, FaultyFiles } from './faulty-files.ts';
import { killedCopy, type OpenWorkspace, openWorkspace, stateOf, temporaryFolder } from './storage-folder.ts';
import { json } from './values.ts';

const AUTHOR = { provider: 'ann' };
const large = (letter: string) => json(`"${letter.repeat(70_000)}"`);
/** Beyond a mebibyte, from where on a value is written in steps. */
const HUGE = { ...json('"c"'), buffers: [Buffer.alloc(2 ** 20 + 1, 'c')] };

/** What is done while one file operation goes wrong: each is answered, or refused with a code. */
const STEPS: readonly ((opened: OpenWorkspace) => unknown)[] = [
  ({ workspace }) => workspace.write([{ name: 'a', value: json('1') }], AUTHOR),
  ({ workspace }) => workspace.write([{ name: 'b', value: large('b') }], AUTHOR),
  ({ workspace }) => workspace.write([{ name: 'a', value: json('2') }], { ...AUTHOR, level: 'synced' }),
  ({ workspace }) =>
    workspace.write(
      [
        { name: 'c', value: HUGE },
        { name: 'd', value: json('"in the same batch"') },
      ],
      AUTHOR,
    ),
  ({ workspace }) => workspace.write([{ name: 'b', value: large('B') }], { ...AUTHOR, level: 'synced' }),
  ({ workspace, store }) => workspace.change(() => deleteVariables(store, [{ name: 'a' }], AUTHOR)),
  ({ workspace, store }) =>
    workspace.change(() => travel(store, { name: 'b', direction: 'undo', steps: 1 }, AUTHOR)),
  ({ storage }) => storage.snapshot(),
  ({ workspace }) => workspace.write([{ name: 'e', value: large('e') }], { ...AUTHOR, level: 'synced' }),
  ({ workspace }) => workspace.write([{ name: 'b', value: json('3') }], AUTHOR),
  ({ workspace }) => workspace.writeOne('a', json('4'), AUTHOR),
  ({ workspace }) => {
    const requests = ['a', 'f', 'a'].map((name, index) => ({ name, value: json(`[${index}]`) }));
    const written = workspace.writeTogether(requests, AUTHOR);
    if (!written) for (const { name, value } of requests) workspace.writeOne(name, value, AUTHOR);
  },
  ({ storage }) => storage.synced(),
];
/** Small, as each start makes files and tables of these sizes. */
const LIMITS = { history: 2, maxVariables: 100, changes: 100 };
/** The last one: a step that needs one that failed. */
const CODES = ['DISK_FULL', 'IO_FAILED', 'STORAGE_FAILED', 'NOT_FOUND'];

/** Does all steps with one fault; a step that is refused leaves the store as it was. True when the fault has struck. */
async function runWithFault(t: TestContext, at: number, fault: Fault, dead: boolean): Promise<boolean> {
  const folder = temporaryFolder(t);
  const faulty = new FaultyFiles();
  const opened = openWorkspace(folder, { limits: LIMITS, files: faulty.files });
  await opened.workspace.write([{ name: 'before', value: large('0') }], AUTHOR);
  faulty.arm(at, fault, dead);
  const where = `${fault} at operation ${at}${dead ? ', the last' : ''}`;
  let acknowledged = stateOf(opened.store);
  let made = acknowledged;
  for (const step of STEPS) {
    try {
      await step(opened);
      acknowledged = made = stateOf(opened.store);
    } catch (error) {
      assert.ok(CODES.includes(codeOf(error)), `${where}: ${codeOf(error)} ${error}`);
      // A change whose sync failed has been made; whether it is on disk nobody knows.
      if (codeOf(error) === 'STORAGE_FAILED') made = stateOf(opened.store);
      else assert.deepEqual(stateOf(opened.store), made, where);
    }
  }
  const killed = killedCopy(t, folder);
  const { struck } = faulty;
  faulty.disarm();
  await opened.storage.close();
  for (const left of [killed, folder]) {
    const again = openWorkspace(left, { limits: LIMITS });
    const found = JSON.stringify(stateOf(again.store));
    const wanted = [acknowledged, made].map((state) => JSON.stringify(state));
    if (!wanted.includes(found)) assert.deepEqual(JSON.parse(found), acknowledged, where);
    assert.deepEqual(again.storage.blobs.orphans(), [], where);
    await again.workspace.write([{ name: 'after', value: large('z') }], { ...AUTHOR, level: 'synced' });
    await again.storage.close();
    rmSync(left, { recursive: true });
  }
  return struck;
}

/** What goes wrong, whether it is the last, and at how many operations at least. */
const CASES: readonly (readonly [fault: Fault, dead: boolean, fewest: number])[] = [
  ['ENOSPC', false, 40],
  ['ENOSPC', true, 40],
  ['EIO', false, 40],
  ['EIO', true, 40],
  ['short', false, 15],
  ['short', true, 15],
];

for (const [fault, dead, fewest] of CASES) {
  test(`${fault} at each file operation in turn${dead ? ', after which nothing works' : ''}: what was answered is there, and nothing is torn`, async (t) => {
    let at = 1;
    while (await runWithFault(t, at, fault, dead)) at++;
    assert.ok(at > fewest, `${at - 1} operations were made to fail`);
  });
}
