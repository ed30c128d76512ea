import {
  BackedArray,
  Categorical,
  DataFrame,
  MaskedArray,
  NdArray,
  NullableArray,
  PandasIndex,
  PyFloat,
  type PyValue,
  RangeIndex,
  Series,
} from 'headframe/codec';
import { workspaceError } from './errors.ts';
import { arrayElements } from './nd-array.ts';

/** A column: its numbers where it holds numbers, and which of its elements are missing. */
export interface Column {
  readonly name: string | null;
  readonly length: number;
  /** Missing ones as NaN. */
  readonly numbers?: ((index: number) => number) | undefined;
  /** Given where there are no numbers. */
  readonly isMissing?: ((index: number) => boolean) | undefined;
}

type Elements = Omit<Column, 'name'>;

/** numpy's NaT. */
const NOT_A_TIME = -(2n ** 63n);

/** The columns of a table; an array, a Series or a sequence is one. Throws `BAD_VALUE` for anything else. */
export function columnsOf(value: PyValue): Column[] {
  if (value instanceof DataFrame) {
    const names = labels(value.columns);
    return value.data.map((data, index) => ({ name: String(names[index] ?? index), ...elementsOf(data) }));
  }
  if (value instanceof Series) {
    return [{ name: value.name === null ? null : String(value.name), ...elementsOf(value.data) }];
  }
  if (value instanceof NdArray || value instanceof MaskedArray || Array.isArray(value)) {
    return [{ name: null, ...elementsOf(value) }];
  }
  throw workspaceError('BAD_VALUE', 'statistics are of arrays, tables and sequences of numbers');
}

function labels(index: PyValue): PyValue[] {
  if (index instanceof RangeIndex) return rangeLabels(index);
  return index instanceof PandasIndex && index.data instanceof NdArray ? arrayElements(index.data) : [];
}

function rangeLabels(index: RangeIndex): number[] {
  const [start, stop, step] = [index.start, index.stop, index.step].map(Number) as [number, number, number];
  return Array.from(
    { length: Math.max(0, Math.ceil((stop - start) / step)) },
    (_, place) => start + place * step,
  );
}

function elementsOf(data: PyValue): Elements {
  if (data instanceof NdArray) return ofArray(data);
  if (data instanceof MaskedArray) return masked(data.data, data.mask);
  if (data instanceof NullableArray && data.data && data.mask) return masked(data.data, data.mask);
  if (data instanceof BackedArray) return ofArray(data.values);
  if (data instanceof Categorical) {
    const codes = data.codes.values;
    return { length: data.codes.length, isMissing: (index) => Number(codes?.[index]) < 0 };
  }
  if (Array.isArray(data)) return ofItems(data);
  throw workspaceError('BAD_VALUE', 'a column is held in an array of an unknown kind');
}

function ofArray(array: NdArray): Elements {
  if (array.items) return ofItems(array.items);
  const { values, length } = array;
  const { kind } = array.dtype;
  if (values && 'biuf'.includes(kind)) return { length, numbers: (index) => Number(values[index]) };
  if (values && 'mM'.includes(kind)) return { length, isMissing: (index) => values[index] === NOT_A_TIME };
  return { length };
}

function masked(data: NdArray, mask: NdArray): Elements {
  const { length, numbers } = ofArray(data);
  const hidden = mask.values;
  const isMissing = (index: number): boolean => Boolean(hidden?.[index]);
  if (!numbers) return { length, isMissing };
  return { length, numbers: (index) => (isMissing(index) ? Number.NaN : numbers(index)) };
}

function ofItems(items: readonly PyValue[]): Elements {
  const { length } = items;
  const isMissing = (index: number): boolean => items[index] === null || Number.isNaN(items[index]);
  if (!items.every(isNumber)) return { length, isMissing };
  return { length, numbers: (index) => (items[index] === null ? Number.NaN : Number(items[index])) };
}

function isNumber(item: PyValue): boolean {
  return item === null || ['number', 'bigint', 'boolean'].includes(typeof item) || item instanceof PyFloat;
}
