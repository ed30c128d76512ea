import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditList } from '../../codec/pickle/edit-list.ts';
import { EditWalker } from '../../codec/pickle/edit-walker.ts';
import { scanPickle } from '../../codec/pickle/scan.ts';
import { testSeed } from '../seed.ts';
import { Random } from './random.ts';
import { RandomPickle } from './random-pickle.ts';

const PROGRAMS = 10_000;
const MOST_EDITS = 4096;

function listed(edits: EditList): number[][] {
  return Array.from({ length: edits.length }, (_, edit) => [
    edits.position(edit),
    edits.size(edit),
    edits.kind(edit),
    edits.slot(edit),
  ]);
}

test('a walk in steps finds the edits that the scan kept', (t) => {
  const random = new Random(testSeed());
  t.diagnostic(`seed ${random.seed}; replay with HEADFRAME_SEED=${random.seed}`);
  let found = 0;
  for (let program = 0; program < PROGRAMS; program++) {
    const pickle = new RandomPickle(random).write();
    const { end, relocation } = scanPickle(pickle);
    const edits = new EditList(MOST_EDITS);
    const walker = new EditWalker(pickle, edits);
    while (!walker.step(1 + random.below(9)));
    assert.equal(walker.position, end);
    assert.deepEqual(listed(edits), listed(relocation.edits as EditList));
    found += edits.length;
  }
  assert.ok(found > PROGRAMS);
});
