import {
  DataFrame,
  MaskedArray,
  NdArray,
  NullableArray,
  PandasIndex,
  PyFloat,
  type PyValue,
  Series,
} from 'headframe/codec';
import { workspaceError } from './errors.ts';
import { arrayElements } from './nd-array.ts';

/** The numbers of a column, missing ones as NaN, or nothing when it holds other things. */
export interface Column {
  readonly name: string | null;
  readonly length: number;
  readonly numbers: ((index: number) => number) | undefined;
}

/** The columns of a table; an array, a Series or a sequence is one. Throws `BAD_VALUE` for anything else. */
export function columnsOf(value: PyValue): Column[] {
  if (value instanceof DataFrame) {
    const names = labels(value.columns);
    return value.data.map((data, index) => columnOf(data, String(names[index] ?? index)));
  }
  if (value instanceof Series) return [columnOf(value.data, value.name === null ? null : String(value.name))];
  if (value instanceof NdArray || value instanceof MaskedArray || Array.isArray(value))
    return [columnOf(value, null)];
  throw workspaceError('BAD_VALUE', 'statistics are of arrays, tables and sequences of numbers');
}

function labels(index: PyValue): PyValue[] {
  return index instanceof PandasIndex && index.data instanceof NdArray ? arrayElements(index.data) : [];
}

function columnOf(data: PyValue, name: string | null): Column {
  if (data instanceof NdArray) return { name, length: data.length, numbers: numbersOf(data) };
  if (data instanceof MaskedArray) return masked(name, data.data, data.mask);
  if (data instanceof NullableArray && data.data && data.mask) return masked(name, data.data, data.mask);
  if (Array.isArray(data)) return { name, length: data.length, numbers: numbersOfItems(data) };
  return { name, length: 0, numbers: undefined };
}

function masked(name: string | null, data: NdArray, mask: NdArray): Column {
  const values = numbersOf(data);
  const { values: hidden } = mask;
  const numbers = values && ((index: number) => (hidden?.[index] ? Number.NaN : values(index)));
  return { name, length: data.length, numbers };
}

function numbersOf(array: NdArray): Column['numbers'] {
  if (array.items) return numbersOfItems(array.items);
  const { values } = array;
  return values && 'biuf'.includes(array.dtype.kind) ? (index) => Number(values[index]) : undefined;
}

function numbersOfItems(items: readonly PyValue[]): Column['numbers'] {
  const isNumber = (item: PyValue): boolean =>
    item === null || ['number', 'bigint', 'boolean'].includes(typeof item) || item instanceof PyFloat;
  if (!items.every(isNumber)) return undefined;
  return (index) => (items[index] === null ? Number.NaN : Number(items[index]));
}
