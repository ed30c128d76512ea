import { workspaceError } from './errors.ts';

/** A range as on the wire: [start, stop, step], `null` or absent as in Python's slices. */
export type WireRange = readonly (number | null)[];

/** Which places of an axis: `count` of them from `start`, every `step`. */
export interface Range {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** What Python's `slice(start, stop, step).indices(length)` selects. Throws `BAD_VALUE` for a step of 0. */
export function resolveRange(range: WireRange | null | undefined, length: number): Range {
  const [first = null, last = null, by = null] = range ?? [];
  const step = by ?? 1;
  if (step === 0) throw workspaceError('BAD_VALUE', 'the step of a range cannot be 0');
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? length : length - 1;
  const clamp = (place: number): number =>
    Math.max(lowest, Math.min(highest, place < 0 ? place + length : place));
  const start = first === null ? (step > 0 ? 0 : length - 1) : clamp(first);
  const stop = last === null ? (step > 0 ? length : -1) : clamp(last);
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)) };
}

/** The elements of a list that a range selects. */
export function pick<T>(list: ArrayLike<T>, { start, step, count }: Range): T[] {
  return Array.from({ length: count }, (_, index) => list[start + index * step] as T);
}
