// biome-ignore-all lint/a11y/useSemanticElements: a list element cannot show a window of a million rows.
import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { offsetShowing, placesSeen } from '../grid/scroll-range.ts';
import { useScroll } from '../grid/use-scroll.ts';
import type { ViewProps } from '../value-view.tsx';
import { rowAt, rowCount, toggle, treeNode } from './tree-model.ts';
import { TreeRowView } from './tree-row-view.tsx';
import { useItems } from './use-items.ts';

/** Pixels; the style sheet has the same. */
const ROW_HEIGHT = 24;

/** The items of a container, and of those within it that are opened; read as they come into sight. */
export function TreeView({ name, metadata }: ViewProps): JSX.Element {
  const [root, setRoot] = useState(() => treeNode([], metadata.length ?? 0));
  const [chosen, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = rowCount(root);
  const scroll = useScroll(
    scroller,
    { count: rows, size: ROW_HEIGHT, fixed: 0 },
    { count: 0, size: 0, fixed: 0 },
  );
  const { top, vertical } = scroll;
  const [start, end] = placesSeen(top, vertical.seen, ROW_HEIGHT, rows);
  const seen = Array.from({ length: end - start }, (_, index) => rowAt(root, start + index));
  useItems(name, metadata.revision, root, setRoot, seen);
  const active = Math.max(0, Math.min(chosen, rows - 1));

  const go = (row: number): void => {
    const to = Math.max(0, Math.min(rows - 1, row));
    setActive(to);
    scroll.moveTo(offsetShowing(vertical, top, to, ROW_HEIGHT), 0);
  };
  const flip = (row: number): void => {
    const found = rowAt(root, row);
    if (found && (found.item?.items ?? 0) > 0) setRoot(toggle(root, found.path));
  };
  const keys = (event: KeyboardEvent): void => {
    const found = rowAt(root, active);
    const page = Math.floor(vertical.seen / ROW_HEIGHT);
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      PageDown: () => go(active + page),
      PageUp: () => go(active - page),
      Home: () => go(0),
      End: () => go(rows - 1),
      Enter: () => flip(active),
      ' ': () => flip(active),
      ArrowRight: () => (found?.isOpen ? go(active + 1) : flip(active)),
      ArrowLeft: () => (found?.isOpen ? flip(active) : undefined),
    };
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div
      class="tree"
      ref={scroller}
      role="tree"
      aria-label={`Items of ${name}`}
      aria-activedescendant={active >= start && active < end ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={keys}
    >
      <div class="grid-canvas" role="presentation" style={{ height: vertical.drawn }}>
        <div class="grid-window tree-window" role="presentation" style={{ height: vertical.seen }}>
          {seen.map(
            (row, index) =>
              row && (
                <TreeRowView
                  key={row.path.join()}
                  id={`${id}-${start + index}`}
                  row={row}
                  top={(start + index) * ROW_HEIGHT - top}
                  isActive={start + index === active}
                  choose={() => {
                    setActive(start + index);
                    flip(start + index);
                    scroller.current?.focus({ preventScroll: true });
                  }}
                />
              ),
          )}
        </div>
      </div>
    </div>
  );
}
