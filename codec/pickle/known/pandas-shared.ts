import { PyGlobal, type PyValue } from '../values.ts';
import { NdArray } from '../values-numpy.ts';
import {
  BackedArray,
  Categorical,
  IntervalIndex,
  MultiIndex,
  NullableArray,
  PandasIndex,
  type PandasValues,
  RangeIndex,
} from '../values-pandas.ts';

/** The last part of a class's name: pandas moves classes between modules from version to version. */
export function pandasClass(cls: PyValue | undefined): string {
  return cls instanceof PyGlobal && cls.module.startsWith('pandas.') ? cls.name : '';
}

export function isPandasValues(value: PyValue | undefined): value is PandasValues {
  return [NdArray, Categorical, NullableArray, BackedArray].some((Class) => value instanceof Class);
}

export function isIndex(value: PyValue | undefined): value is object {
  return [PandasIndex, RangeIndex, MultiIndex, IntervalIndex].some((Class) => value instanceof Class);
}

/** What a missing entry of a pickled `__dict__` reads as: `null`. */
export function entry(state: ReadonlyMap<PyValue, PyValue>, key: string): PyValue {
  return state.get(key) ?? null;
}

/** How many values a column, an index or a series has; 0 where that is not known here. */
export function valuesLength(values: PyValue): number {
  if (values instanceof NdArray) return values.shape[0] ?? 0;
  if (values instanceof Categorical) return valuesLength(values.codes);
  if (values instanceof NullableArray) return valuesLength(values.data ?? null);
  return values instanceof BackedArray ? valuesLength(values.values) : 0;
}

/** How many labels an index has. */
export function indexLength(index: PyValue): number {
  if (index instanceof PandasIndex) return valuesLength(index.data);
  if (index instanceof MultiIndex) return valuesLength(index.codes[0] ?? null);
  if (index instanceof IntervalIndex) return indexLength(index.left);
  if (!(index instanceof RangeIndex)) return 0;
  const { start, stop, step } = index;
  return Math.max(0, Math.ceil((Number(stop) - Number(start)) / Number(step)));
}
