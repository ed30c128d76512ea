/** Which of many rows of the same height stand in a viewport. */
export interface RowWindow {
  /** The first row that is rendered, and the one after the last. */
  readonly start: number;
  readonly end: number;
}

/** Rows that are rendered above and below what can be seen, so that scrolling shows no gaps. */
const OVERSCAN = 8;

/**
 * The rows to render.
 *
 * @param scrollTop pixels from the top of all rows to the top of the viewport.
 */
export function rowWindow(count: number, rowHeight: number, scrollTop: number, height: number): RowWindow {
  const first = Math.floor(scrollTop / rowHeight) - OVERSCAN;
  const last = Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN;
  const start = Math.max(0, Math.min(first, count));
  return { start, end: Math.max(start, Math.min(last, count)) };
}

/** How many rows {@link rowWindow} has at most. */
export function mostRows(rowHeight: number, height: number): number {
  return Math.ceil(height / rowHeight) + 2 * OVERSCAN + 1;
}

/** Where to scroll so that a row is seen, scrolling as little as possible. */
export function scrollToRow(row: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}
