/** An item as the host describes it. */
export interface TreeItem {
  readonly key: string;
  readonly kind: string;
  readonly type: string;
  readonly dtype: string | null;
  readonly shape: readonly number[] | null;
  readonly length: number | null;
  readonly preview: string;
  /** How many items it has in turn. */
  readonly items: number;
}

/** A container that has been opened, or was: its items by place, and those of them that were opened. */
export interface TreeNode {
  readonly path: readonly number[];
  readonly count: number;
  readonly isOpen: boolean;
  /** By place; those that were not seen yet are absent. */
  readonly items: ReadonlyMap<number, TreeItem>;
  readonly children: ReadonlyMap<number, TreeNode>;
}

/** A row of a tree. */
export interface TreeRow {
  /** The way to it; its last element is its place. */
  readonly path: readonly number[];
  /** The container that it is in. */
  readonly parent: TreeNode;
  /** Nothing while it has not been read. */
  readonly item: TreeItem | undefined;
  readonly isOpen: boolean;
}

/** A container of so many items, of which none is known. */
export function treeNode(path: readonly number[], count: number, isOpen = true): TreeNode {
  return { path, count, isOpen, items: new Map(), children: new Map() };
}

/** Rows below a container. */
export function rowCount({ isOpen, count, children }: TreeNode): number {
  if (!isOpen) return 0;
  let rows = count;
  for (const child of children.values()) rows += rowCount(child);
  return rows;
}

/** The row at a place among all rows; nothing behind the last. */
export function rowAt(node: TreeNode, index: number): TreeRow | undefined {
  let left = index;
  let place = 0;
  const opened = [...node.children].filter(([, child]) => child.isOpen).sort(([a], [b]) => a - b);
  for (const [at, child] of opened) {
    if (left <= at - place) break;
    left -= at - place + 1;
    place = at + 1;
    const rows = rowCount(child);
    if (left < rows) return rowAt(child, left);
    left -= rows;
  }
  place += left;
  if (place >= node.count) return undefined;
  const isOpen = node.children.get(place)?.isOpen ?? false;
  return { path: [...node.path, place], parent: node, item: node.items.get(place), isOpen };
}

/** Opens the container at a path, or closes it; what was read of it is kept. */
export function toggle(root: TreeNode, path: readonly number[]): TreeNode {
  return changeAt(root, path.slice(0, -1), (parent) => {
    const place = path.at(-1) ?? 0;
    const known = parent.children.get(place) ?? treeNode(path, parent.items.get(place)?.items ?? 0, false);
    const children = new Map(parent.children).set(place, { ...known, isOpen: !known.isOpen });
    return { ...parent, children };
  });
}

/** What was read of a container: how many items it has, and some of them from a place on. */
export interface ReadItems {
  readonly path: readonly number[];
  readonly start: number;
  readonly count: number;
  readonly items: readonly TreeItem[];
}

/** Takes in what was read, perhaps of a newer value: what is not there any more goes, what was open stays so. */
export function addItems(root: TreeNode, { path, start, count, items }: ReadItems): TreeNode {
  return changeAt(root, path, (node) => {
    const all = new Map([...node.items].filter(([place]) => place < count));
    const children = new Map([...node.children].filter(([place]) => place < count));
    for (const [index, item] of items.entries()) {
      const place = start + index;
      all.set(place, item);
      const child = children.get(place);
      if (item.items === 0) children.delete(place);
      else if (child) children.set(place, { ...child, count: item.items });
    }
    return { ...node, count, items: all, children };
  });
}

function changeAt(node: TreeNode, path: readonly number[], change: (node: TreeNode) => TreeNode): TreeNode {
  const [place, ...rest] = path;
  if (place === undefined) return change(node);
  const child = node.children.get(place);
  if (!child) return node;
  return { ...node, children: new Map(node.children).set(place, changeAt(child, rest, change)) };
}
