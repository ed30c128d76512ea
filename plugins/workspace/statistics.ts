import { setImmediate } from 'node:timers/promises';
import type { PyValue } from 'headframe/codec';
import { workspaceError } from './errors.ts';
import { type Column, columnsOf } from './number-columns.ts';

/** What a column of numbers is like. Infinite values count, and are left out of mean, quantiles and histogram. */
export interface ColumnStatistics {
  /** The column's name; `null` where there is none. */
  readonly name: string | null;
  /** Elements, and how many of them are missing (None, NaN, masked). */
  readonly count: number;
  readonly missing: number;
  /** The rest is `null` for what are no numbers, or no finite ones. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** By the share that lies below: 0.05, 0.25, 0.5, 0.75, 0.95; by linear interpolation, as numpy's. */
  readonly quantiles: Readonly<Record<string, number>> | null;
  /** 20 bins of equal width: 21 edges and 20 counts, the last bin closed. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
}

const BINS = 20;
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
/** Elements between two turns of the event loop. */
const SLICE = 100_000;
/** Longer columns have their quantiles from an even sample of this many. */
const SAMPLE = 250_000;

/**
 * Statistics of an array's or a sequence's elements, or of a table's columns. Throws `BAD_VALUE` for a
 * value that has neither, or no column of a name.
 */
export async function statistics(value: PyValue, columns?: readonly string[]): Promise<ColumnStatistics[]> {
  const all = columnsOf(value);
  const wanted = columns?.map((name) => {
    const column = all.find((one) => one.name === name);
    if (!column) throw workspaceError('BAD_VALUE', `there is no column ${JSON.stringify(name)}`);
    return column;
  });
  const found: ColumnStatistics[] = [];
  for (const column of wanted ?? all) found.push(await describeColumn(column));
  return found;
}

async function describeColumn({ name, length, numbers, isMissing }: Column): Promise<ColumnStatistics> {
  const none = { min: null, max: null, mean: null, quantiles: null, histogram: null };
  let missing = 0;
  if (!numbers) {
    await inSlices(isMissing ? length : 0, (index) => {
      if (isMissing?.(index)) missing++;
    });
    return { name, count: length, missing, ...none };
  }
  let finite = 0;
  let sum = 0;
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  await inSlices(length, (index) => {
    const number = numbers(index);
    if (Number.isNaN(number)) missing++;
    else if (Number.isFinite(number)) {
      finite++;
      sum += number;
      if (number < min) min = number;
      if (number > max) max = number;
    }
  });
  if (finite === 0) return { name, count: length, missing, ...none };
  const counts = new Array<number>(BINS).fill(0);
  const width = (max - min) / BINS || 1;
  await inSlices(length, (index) => {
    const number = numbers(index);
    if (!Number.isFinite(number)) return;
    const bin = Math.min(BINS - 1, Math.floor((number - min) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  });
  const edges = Array.from({ length: BINS + 1 }, (_, index) => min + index * width);
  const quantiles = quantilesOf(length, numbers);
  return {
    name,
    count: length,
    missing,
    min,
    max,
    mean: sum / finite,
    quantiles,
    histogram: { edges, counts },
  };
}

async function inSlices(length: number, visit: (index: number) => void): Promise<void> {
  for (let start = 0; start < length; start += SLICE) {
    if (start > 0) await setImmediate();
    for (let index = start; index < Math.min(length, start + SLICE); index++) visit(index);
  }
}

function quantilesOf(length: number, numbers: (index: number) => number): Record<string, number> | null {
  const step = Math.max(1, Math.ceil(length / SAMPLE));
  const sample = Float64Array.from({ length: Math.ceil(length / step) }, (_, index) => numbers(index * step))
    .filter(Number.isFinite)
    .sort();
  if (sample.length === 0) return null;
  return Object.fromEntries(QUANTILES.map((share) => [String(share), quantile(sample, share)]));
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}
