import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { mostRows, rowWindow, scrollToRow } from './window.ts';

/** What a virtual list is given. */
export interface VirtualListProps {
  readonly count: number;
  /** Pixels, the same for all rows; the style sheet must agree. */
  readonly rowHeight: number;
  /**
   * Renders a row, which places itself by `top`: `<div style={{ top }}>`, positioned absolutely. Of the rows
   * that are rendered at a time each has another `slot`: as `key` it lets elements be used again in scrolling.
   */
  readonly row: (index: number, top: number, slot: number) => ComponentChildren;
  /** The row to keep in sight; it scrolls there when this changes. */
  readonly current?: number | undefined;
  readonly class?: string;
  /** Role of the element that holds the rows; `presentation` unless given. */
  readonly role?: 'presentation' | 'rowgroup' | 'list';
  /** Stays at the top, as the heads of columns do, and its height in pixels. */
  readonly head?: ComponentChildren;
  readonly headHeight?: number;
  /** Further attributes of the element that scrolls. */
  readonly viewport?: JSX.HTMLAttributes<HTMLDivElement>;
}

/** Of many rows of the same height only those that can be seen are in the document. */
export function VirtualList({
  count,
  rowHeight,
  row,
  current,
  class: name = '',
  role = 'presentation',
  head,
  headHeight = 0,
  viewport: attributes,
}: VirtualListProps): JSX.Element {
  const viewport = useRef<HTMLDivElement>(null);
  const { scrollTop, height } = useViewport(viewport);
  useLayoutEffect(() => {
    const element = viewport.current;
    if (current === undefined || !element) return;
    const room = element.clientHeight - headHeight;
    element.scrollTop = scrollToRow(current, rowHeight, element.scrollTop, room);
  }, [current, rowHeight, headHeight]);
  const { start, end } = rowWindow(count, rowHeight, scrollTop, height);
  const rows: ComponentChildren[] = [];
  const slots = mostRows(rowHeight, height);
  for (let index = start; index < end; index++) rows.push(row(index, index * rowHeight, index % slots));
  return (
    <div {...attributes} class={`virtual ${name}`} ref={viewport}>
      {head}
      <div class="virtual-rows" role={role} style={{ height: count * rowHeight }}>
        {rows}
      </div>
    </div>
  );
}

/** Where an element is scrolled to, and how high it is; both in pixels. */
function useViewport(viewport: RefObject<HTMLElement>): { scrollTop: number; height: number } {
  const [seen, setSeen] = useState({ scrollTop: 0, height: 0 });
  useLayoutEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const look = (): void => setSeen({ scrollTop: element.scrollTop, height: element.clientHeight });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [viewport]);
  return seen;
}
