import { DataFrame, MaskedArray, NdArray, type PyValue, Series } from 'headframe/codec';
import { columnsOf } from '../number-columns.ts';
import { resolveRange } from '../range.ts';
import type { WireRanges } from '../slice.ts';

/** How much of an array, table, series or bytes the ranges select, from 0 to 1; 1 of anything else. Throws `BAD_VALUE`. */
export function selectedShare(value: PyValue, ranges: WireRanges): number {
  return lengthsOf(value).reduce((share, length, axis) => {
    return length === 0 ? 0 : (share * resolveRange(ranges[axis], length).count) / length;
  }, 1);
}

function lengthsOf(value: PyValue): readonly number[] {
  if (value instanceof NdArray) return value.shape;
  if (value instanceof MaskedArray) return value.data.shape;
  if (value instanceof Uint8Array) return [value.length];
  if (value instanceof Series) return [rowsOf(value)];
  return value instanceof DataFrame ? [rowsOf(value), value.data.length] : [];
}

function rowsOf(value: DataFrame | Series): number {
  return columnsOf(value)[0]?.length ?? 0;
}
