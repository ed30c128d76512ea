import type { JSX } from 'preact';
import { formatShape } from '../../ui/format.ts';
import type { TreeItem, TreeRow } from './tree-model.ts';

/** Pixels that a level stands further right. */
const INDENT = 18;

/** What a row of a tree is given. */
export interface TreeRowProps {
  readonly id: string;
  readonly row: TreeRow;
  /** Pixels from the top of the window. */
  readonly top: number;
  readonly isActive: boolean;
  readonly choose: () => void;
}

/** An item of a container: its key, its type, and what its value begins with. */
export function TreeRowView({ id, row, top, isActive, choose }: TreeRowProps): JSX.Element {
  const { path, parent, item, isOpen } = row;
  const isContainer = (item?.items ?? 0) > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree moves by the keyboard.
    <div
      id={id}
      class="tree-row"
      role="treeitem"
      tabIndex={-1}
      aria-level={path.length}
      aria-posinset={(path.at(-1) ?? 0) + 1}
      aria-setsize={parent.count}
      aria-expanded={isContainer ? isOpen : undefined}
      aria-selected={isActive}
      style={{ top, paddingLeft: (path.length - 1) * INDENT }}
      onClick={choose}
    >
      <span class="tree-mark" aria-hidden="true">
        {isContainer ? (isOpen ? '▾' : '▸') : ''}
      </span>
      <span class="tree-key">{item?.key ?? '…'}</span>
      <span class="tree-type">{item && typeOf(item)}</span>
      <span class="tree-preview">{item?.preview}</span>
    </div>
  );
}

function typeOf({ type, dtype, shape, items }: TreeItem): string {
  const short = type.split('.').at(-1) ?? type;
  if (shape) return `${short} ${formatShape(shape)}${dtype ? ` ${dtype}` : ''}`;
  return items > 0 ? `${short} (${items.toLocaleString('en')})` : short;
}
