import assert from 'node:assert/strict';
import { test } from 'node:test';
import { View } from '../../clients/node/changes/view.ts';
import type { Change, Metadata } from '../../clients/node/index.ts';

const BEGIN = { workspace: 'w', revision: 10 };

/** Variables and the revisions of their last changes. */
function snapshot(revisions: Readonly<Record<string, number>>): Map<string, Metadata> {
  return new Map(
    Object.entries(revisions).map(([name, revision]) => [name, { revision, provider: 'p' } as Metadata]),
  );
}

function changed(name: string, revision: number): Change {
  const metadata = { revision } as Metadata;
  return { type: 'changed', name, revision, change: 'changed', provider: '', session: '', metadata };
}

function deleted(name: string, revision: number): Change {
  return { type: 'deleted', name, revision, change: 'deleted', provider: '', session: '' };
}

test('a change passes once, and none that is older than what has passed', () => {
  const view = new View();
  view.begin(snapshot({ x: 3 }), BEGIN);
  assert.deepEqual(
    [changed('x', 10), changed('x', 11), changed('x', 11), changed('x', 9), changed('y', 12)].map((change) =>
      view.admit(change),
    ),
    [false, true, false, false, true],
  );
  assert.deepEqual(view.position, { workspace: 'w', revision: 12 });
});

test('a variable goes once, and only when it was there', () => {
  const view = new View();
  view.begin(snapshot({ x: 3 }), BEGIN);
  assert.deepEqual(
    [deleted('y', 11), deleted('x', 12), deleted('x', 12), changed('x', 13), deleted('x', 14)].map((change) =>
      view.admit(change),
    ),
    [false, true, false, true, true],
  );
});

test('a snapshot later than the position hides no change after the position', () => {
  const view = new View();
  view.begin(snapshot({ old: 3, fresh: 12 }), BEGIN);
  assert.equal(view.admit(changed('old', 11)), true);
  assert.equal(view.admit(changed('fresh', 12)), true);
});

test('catching up in the same workspace tells what differs, oldest first', () => {
  const view = new View();
  view.begin(snapshot({ same: 3, newer: 4, gone: 5 }), BEGIN);
  view.admit(changed('same', 11));
  const found = view.catchUp(snapshot({ newer: 20, same: 11, fresh: 15 }), { workspace: 'w', revision: 18 });
  assert.deepEqual(
    found.changed.map(({ name, revision, change }) => [name, revision, change]),
    [
      ['fresh', 15, 'created'],
      ['newer', 20, 'changed'],
    ],
  );
  assert.deepEqual(
    found.deleted.map(({ name, revision }) => [name, revision]),
    [['gone', 20]],
  );
  assert.equal(view.admit(changed('newer', 20)), false);
  assert.equal(view.admit(changed('gone', 19)), false, 'it is known to be gone at 20');
});

test('in another workspace everything has changed', () => {
  const view = new View();
  view.begin(snapshot({ x: 3 }), BEGIN);
  const found = view.catchUp(snapshot({ x: 3 }), { workspace: 'another', revision: 3 });
  assert.deepEqual(
    found.changed.map(({ name, change }) => [name, change]),
    [['x', 'changed']],
  );
  assert.deepEqual(view.position, { workspace: 'another', revision: 3 });
});
