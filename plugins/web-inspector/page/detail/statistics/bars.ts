import type { ColumnStatistics } from 'headframe/client/browser';

/** A bar of a histogram, in units of its drawing. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** The values it stands for. */
  readonly range: string;
}

const GAP = 1;

/** The bars of a histogram that fill a drawing; the highest is as high as that. */
export function barsOf(
  { edges, counts }: NonNullable<ColumnStatistics['histogram']>,
  width: number,
  height: number,
): Bar[] {
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  return counts.map((count, index) => {
    const high = (count / most) * height;
    const isLast = index === counts.length - 1;
    const range = `[${figure(edges[index])}, ${figure(edges[index + 1])}${isLast ? ']' : ')'}`;
    return { x: index * step, y: height - high, width: step - GAP, height: high, count, range };
  });
}

const DIGITS = 6;

/** A figure for people; nothing for what is none. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return String(Number(value.toPrecision(DIGITS)));
}
