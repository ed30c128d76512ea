/** Browsers draw no element that is much larger, in pixels; Firefox ends near 17.8 million. */
const LARGEST = 8_000_000;

/** One axis of a grid that may be longer than any element can be; all in pixels. */
export interface ScrollRange {
  /** What it would take to show all. */
  readonly full: number;
  /** What the scrolled element takes; less than `full` when that is too much. */
  readonly drawn: number;
  /** What is seen at once. */
  readonly seen: number;
}

/** The range of so many rows or columns of one size. */
export function scrollRange(count: number, size: number, seen: number): ScrollRange {
  const full = count * size;
  return { full, drawn: Math.min(full, LARGEST), seen };
}

/** Where the grid's part that is seen begins when the element is scrolled to `scrolled`. */
export function offsetAt(range: ScrollRange, scrolled: number): number {
  return clampOffset(range, range.full === range.drawn ? scrolled : scrolled / scale(range));
}

/** Where the element is to be scrolled so that the part that is seen begins at `offset`. */
export function scrolledTo(range: ScrollRange, offset: number): number {
  return range.full === range.drawn ? offset : offset * scale(range);
}

/** An offset that leaves no room behind the end. */
export function clampOffset({ full, seen }: ScrollRange, offset: number): number {
  return Math.max(0, Math.min(offset, full - seen));
}

/** The smallest move that brings the place `index` of a size into what is seen. */
export function offsetShowing(range: ScrollRange, offset: number, index: number, size: number): number {
  const start = index * size;
  if (start < offset) return start;
  const end = start + size;
  return clampOffset(range, end > offset + range.seen ? end - range.seen : offset);
}

/** The places that are seen, in part or whole: from the first, without the second. */
export function placesSeen(
  offset: number,
  seen: number,
  size: number,
  count: number,
): readonly [start: number, end: number] {
  const start = Math.max(0, Math.min(count, Math.floor(offset / size)));
  return [start, Math.max(start, Math.min(count, Math.ceil((offset + seen) / size)))];
}

/** Pixels of the element for a pixel of the grid. */
function scale({ full, drawn, seen }: ScrollRange): number {
  return full <= seen ? 1 : (drawn - seen) / (full - seen);
}
