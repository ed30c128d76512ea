import type { Range } from 'headframe/client/browser';

/** Points of a line: one request, as many as a grid asks for cells at most. */
const MAX_POINTS = 4000;
/** Cells of a picture a side; requests of at most 200 × 50. */
const MAX_SIDE = 200;
const BLOCK = 50;

/** Elements of an axis: every `step` from `start`, without `stop`. */
export interface Sample {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** A sample of an axis's part, of as many elements as a line can show. */
export function lineSample(start: number, stop: number): Sample {
  return { start, stop, step: Math.max(1, Math.ceil((stop - start) / MAX_POINTS)) };
}

/** A sample of a whole axis for a side of a picture. */
export function sideSample(length: number): Sample {
  return { start: 0, stop: length, step: Math.max(1, Math.ceil(length / MAX_SIDE)) };
}

/** How many elements a sample has. */
export function sampleLength({ start, stop, step }: Sample): number {
  return Math.max(0, Math.ceil((stop - start) / step));
}

/** The element that a sample has at a place. */
export function elementAt({ start, step }: Sample, place: number): number {
  return start + place * step;
}

/** A sample as a range of a request. */
export function rangeOf({ start, stop, step }: Sample): Range & readonly number[] {
  return [start, stop, step];
}

/** A sample in blocks of at most 50 elements: what one request has of the columns of a picture. */
export function blocksOf(sample: Sample): Sample[] {
  const blocks: Sample[] = [];
  const width = BLOCK * sample.step;
  for (let start = sample.start; start < sample.stop; start += width) {
    blocks.push({ ...sample, start, stop: Math.min(sample.stop, start + width) });
  }
  return blocks;
}

/** The part of a line that was chosen, as whole elements; all of it for what is too small to be meant. */
export function zoomed(min: number, max: number, length: number): Sample {
  const start = Math.max(0, Math.floor(min));
  const stop = Math.min(length, Math.ceil(max) + 1);
  return stop - start < 2 ? lineSample(0, length) : lineSample(start, stop);
}
