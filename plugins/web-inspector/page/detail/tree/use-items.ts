import { useEffect, useRef } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { addItems, type ReadItems, type TreeNode, type TreeRow } from './tree-model.ts';

/** Items of one request. */
const BATCH = 100;

/** Some items of a container, from a place on. */
interface Wanted {
  readonly path: readonly number[];
  readonly start: number;
}

/** Reads the items that are seen, once a revision; what was known is shown until then. */
export function useItems(
  name: string,
  revision: number,
  root: TreeNode,
  change: (next: (root: TreeNode) => TreeNode) => void,
  seen: readonly (TreeRow | undefined)[],
): void {
  const asked = useRef({ revision, keys: new Set<string>() });
  useEffect(() => {
    if (asked.current.revision !== revision) asked.current = { revision, keys: new Set() };
    const { keys } = asked.current;
    for (const wanted of root.count === 0 ? [{ path: [], start: 0 }] : seen.map(wantedFor)) {
      const key = JSON.stringify(wanted);
      if (!wanted || keys.has(key)) continue;
      keys.add(key);
      void run(async () => {
        const found = await readItems(name, wanted);
        if (asked.current.revision === revision) change((now) => addItems(now, found));
      });
    }
  });
}

async function readItems(name: string, { path, start }: Wanted): Promise<ReadItems> {
  const params = { name, path, start, stop: start + BATCH };
  const { count, items } = await theClient().call('get_items', params);
  return { path, start, count, items } as ReadItems;
}

function wantedFor(row: TreeRow | undefined): Wanted | undefined {
  if (!row) return undefined;
  const place = row.path.at(-1) ?? 0;
  return { path: row.path.slice(0, -1), start: place - (place % BATCH) };
}
