import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { clampOffset, offsetAt, type ScrollRange, scrolledTo, scrollRange } from './scroll-range.ts';

/** One axis of what is scrolled; sizes in pixels. */
export interface ScrollAxis {
  readonly count: number;
  readonly size: number;
  /** What stays in sight at its beginning: heads, labels. */
  readonly fixed: number;
}

/** Where something is scrolled to, beyond what an element's own scrolling can reach; in pixels. */
export interface Scroll {
  readonly top: number;
  readonly left: number;
  readonly vertical: ScrollRange;
  readonly horizontal: ScrollRange;
  moveTo(top: number, left: number): void;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Browsers may round where they scroll to. */
const ROUNDING = 1.5;

/**
 * Scrolls an element over any number of rows and columns. Where there are more than an element can have, its
 * scroll bar jumps, and the wheel still moves pixel by pixel.
 */
export function useScroll(element: RefObject<HTMLElement>, rows: ScrollAxis, columns: ScrollAxis): Scroll {
  const [{ width, height }, setSize] = useState<Size>({ width: 0, height: 0 });
  const [at, setAt] = useState({ top: 0, left: 0 });
  const vertical = scrollRange(rows.count, rows.size, Math.max(0, height - rows.fixed));
  const horizontal = scrollRange(columns.count, columns.size, Math.max(0, width - columns.fixed));
  const top = clampOffset(vertical, at.top);
  const left = clampOffset(horizontal, at.left);

  const moveTo = (newTop: number, newLeft: number): void => {
    const next = { top: clampOffset(vertical, newTop), left: clampOffset(horizontal, newLeft) };
    setAt(next);
    const scroller = element.current;
    if (!scroller) return;
    scroller.scrollTop = scrolledTo(vertical, next.top);
    scroller.scrollLeft = scrolledTo(horizontal, next.left);
  };
  /** What the listeners see, which are registered once. */
  const now = useRef({ top, left, vertical, horizontal, moveTo, rowSize: rows.size });
  now.current = { top, left, vertical, horizontal, moveTo, rowSize: rows.size };

  useLayoutEffect(() => {
    const scroller = element.current;
    if (!scroller) return;
    const measure = (): void => setSize({ width: scroller.clientWidth, height: scroller.clientHeight });
    const scrolled = (): void => {
      const { vertical: y, horizontal: x } = now.current;
      const same = (range: ScrollRange, offset: number, place: number): number =>
        Math.abs(scrolledTo(range, offset) - place) < ROUNDING ? offset : offsetAt(range, place);
      setAt({
        top: same(y, now.current.top, scroller.scrollTop),
        left: same(x, now.current.left, scroller.scrollLeft),
      });
    };
    const wheel = (event: WheelEvent): void => {
      const { vertical: y, top: from, left: side, rowSize } = now.current;
      if (event.ctrlKey || event.deltaY === 0 || y.full === y.drawn) return;
      event.preventDefault();
      const unit = [1, rowSize, y.seen][event.deltaMode] ?? 1;
      now.current.moveTo(from + event.deltaY * unit, side + event.deltaX);
    };
    const resized = new ResizeObserver(measure);
    resized.observe(scroller);
    scroller.addEventListener('scroll', scrolled, { passive: true });
    scroller.addEventListener('wheel', wheel, { passive: false });
    measure();
    return () => {
      resized.disconnect();
      scroller.removeEventListener('scroll', scrolled);
      scroller.removeEventListener('wheel', wheel);
    };
  }, [element]);

  return useMemo(
    () => ({ top, left, vertical, horizontal, moveTo }),
    [top, left, vertical.full, vertical.seen, horizontal.full, horizontal.seen],
  );
}
