import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addItems,
  rowAt,
  rowCount,
  type TreeItem,
  type TreeNode,
  toggle,
  treeNode,
} from '../../plugins/web-inspector/page/detail/tree/tree-model.ts';
import { fc } from '../property.ts';

function item(key: string, items = 0): TreeItem {
  return { key, kind: 'sequence', type: 'list', dtype: null, shape: null, length: items, preview: '', items };
}

/** A root of four items, of which the second and the third hold three each. */
function sample(): TreeNode {
  const items = [item('0'), item('1', 3), item('2', 3), item('3')];
  return addItems(treeNode([], 0), { path: [], start: 0, count: 4, items });
}

function paths(root: TreeNode): string[] {
  return Array.from({ length: rowCount(root) }, (_, index) => rowAt(root, index)?.path.join('.') ?? 'none');
}

test('an opened container has its items below it, a closed one keeps what was read', () => {
  const opened = toggle(toggle(sample(), [1]), [2]);
  assert.deepEqual(paths(opened), ['0', '1', '1.0', '1.1', '1.2', '2', '2.0', '2.1', '2.2', '3']);
  assert.equal(rowAt(opened, 1)?.isOpen, true);
  assert.equal(rowAt(opened, 2)?.item, undefined, 'not read yet');
  assert.equal(rowAt(opened, 10), undefined);
  const read = addItems(opened, { path: [1], start: 1, count: 3, items: [item('1')] });
  assert.equal(rowAt(read, 3)?.item?.key, '1');
  const closed = toggle(read, [1]);
  assert.deepEqual(paths(closed), ['0', '1', '2', '2.0', '2.1', '2.2', '3']);
  assert.equal(rowAt(toggle(closed, [1]), 3)?.item?.key, '1');
});

test('of a newer value, what is still there stays open, and what is not goes', () => {
  const opened = toggle(toggle(sample(), [1]), [2]);
  const items = [item('0'), item('1', 5), item('2')];
  const newer = addItems(opened, { path: [], start: 0, count: 3, items });
  assert.deepEqual(paths(newer), ['0', '1', '1.0', '1.1', '1.2', '1.3', '1.4', '2']);
  assert.deepEqual(
    addItems(newer, { path: [2, 0], start: 0, count: 1, items: [] }),
    newer,
    'nobody is there',
  );
});

test('every row of any tree is found once, in order', () => {
  const steps = fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(steps, (toggles) => {
      let root = treeNode([], 5);
      for (const path of toggles) {
        for (let depth = 0; depth < path.length; depth++) {
          const items = Array.from({ length: 5 }, (_, i) => item(String(i), 5));
          root = addItems(root, { path: path.slice(0, depth), start: 0, count: 5, items });
        }
        root = toggle(root, path);
      }
      const found = paths(root);
      assert.equal(new Set(found).size, found.length);
      assert.deepEqual(found, found.toSorted());
    }),
  );
});
