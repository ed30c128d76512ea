import {
  BackedArray,
  Categorical,
  DataFrame,
  IntervalIndex,
  MaskedArray,
  MultiIndex,
  NdArray,
  NullableArray,
  PandasIndex,
  PyTuple,
  type PyValue,
  pyTuple,
  RangeIndex,
  Series,
} from 'headframe/codec';
import { workspaceError } from './errors.ts';
import { pick, resolveRange, type WireRange } from './range.ts';
import { sliceArray } from './slice-array.ts';

/** Ranges of a slice, one an axis; `null` or none for all of it. */
export type WireRanges = readonly (WireRange | null)[];

/**
 * A part of a value: of an array by axes, of a table by rows and columns, of a sequence, text, bytes or
 * mapping (in its order) by place. Throws `BAD_VALUE` for a value that has no parts, or fewer axes.
 */
export function slice(value: PyValue, ranges: WireRanges): PyValue {
  const axes = axesOf(value);
  if (axes === 0) throw workspaceError('BAD_VALUE', 'the value has no parts that could be sliced');
  if (ranges.length > axes) {
    throw workspaceError('BAD_VALUE', `${ranges.length} ranges for a value that has ${axes} dimensions`);
  }
  if (value instanceof MaskedArray) {
    return new MaskedArray(sliceArray(value.data, ranges), sliceArray(value.mask, ranges), value.fillValue);
  }
  if (value instanceof NdArray) return sliceArray(value, ranges);
  if (value instanceof DataFrame) return sliceFrame(value, ranges);
  if (value instanceof Series) return sliceSeries(value, ranges[0]);
  return sliceFlat(value, ranges[0]);
}

function axesOf(value: PyValue): number {
  if (value instanceof NdArray) return value.shape.length;
  if (value instanceof MaskedArray) return value.data.shape.length;
  if (value instanceof DataFrame) return 2;
  const flat =
    typeof value === 'string' ||
    Array.isArray(value) ||
    value instanceof Uint8Array ||
    value instanceof Map ||
    value instanceof Series;
  return flat ? 1 : 0;
}

function sliceFlat(value: PyValue, range: WireRange | null | undefined): PyValue {
  if (typeof value === 'string') {
    const characters = [...value];
    return pick(characters, resolveRange(range, characters.length)).join('');
  }
  if (value instanceof Map) {
    const entries = [...value];
    return new Map(pick(entries, resolveRange(range, entries.length)));
  }
  if (value instanceof Uint8Array) return Uint8Array.from(pick(value, resolveRange(range, value.length)));
  const items = value as PyValue[];
  const part = pick(items, resolveRange(range, items.length));
  return value instanceof PyTuple ? pyTuple(part) : part;
}

function sliceFrame(frame: DataFrame, [rows, columns]: WireRanges): DataFrame {
  const part = new DataFrame();
  const places = resolveRange(columns, frame.data.length);
  part.data = pick(frame.data, places).map((column) => sliceValues(column, rows));
  part.columns = sliceIndex(frame.columns, columns);
  part.index = sliceIndex(frame.index, rows);
  part.attributes = frame.attributes;
  part.allowsDuplicateLabels = frame.allowsDuplicateLabels;
  return part;
}

function sliceSeries(series: Series, range: WireRange | null | undefined): Series {
  const part = new Series();
  part.data = sliceValues(series.data, range);
  part.index = sliceIndex(series.index, range);
  part.name = series.name;
  part.attributes = series.attributes;
  part.allowsDuplicateLabels = series.allowsDuplicateLabels;
  return part;
}

/** A part of what holds a column: pandas' own arrays are made of numpy's. */
function sliceValues(values: PyValue, range: WireRange | null | undefined): PyValue {
  const part = (array: NdArray): NdArray => sliceArray(array, [range ?? null]);
  if (values instanceof NdArray) return part(values);
  if (values instanceof Categorical) {
    return new Categorical(part(values.codes), values.categories, values.ordered);
  }
  if (values instanceof NullableArray && values.data && values.mask) {
    return new NullableArray(values.type, part(values.data), part(values.mask));
  }
  if (values instanceof BackedArray)
    return new BackedArray(values.type, values.dtype, part(values.values), null);
  throw workspaceError('BAD_VALUE', 'a column is held in an array that cannot be sliced');
}

function sliceIndex(index: PyValue, range: WireRange | null | undefined): PyValue {
  if (index instanceof RangeIndex) return sliceRangeIndex(index, range);
  if (index instanceof PandasIndex) {
    return new PandasIndex(index.type, sliceValues(index.data, range) as PandasIndex['data'], index.name);
  }
  if (index instanceof MultiIndex) {
    const codes = index.codes.map((one) => sliceValues(one, range));
    return new MultiIndex(index.levels, codes, index.names, index.sortOrder);
  }
  if (index instanceof IntervalIndex) {
    const { left, right, closed, name } = index;
    return new IntervalIndex(sliceIndex(left, range), sliceIndex(right, range), closed, name);
  }
  throw workspaceError('BAD_VALUE', 'the index cannot be sliced');
}

function sliceRangeIndex(index: RangeIndex, range: WireRange | null | undefined): RangeIndex {
  const [first, stop, step] = [index.start, index.stop, index.step].map(Number) as [number, number, number];
  const length = Math.max(0, Math.ceil((stop - first) / step));
  const part = resolveRange(range, length);
  const start = first + part.start * step;
  return new RangeIndex(start, start + part.count * part.step * step, part.step * step, index.name);
}
