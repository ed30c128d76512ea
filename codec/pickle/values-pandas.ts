import type { PyValue } from './values.ts';
import type { NdArray } from './values-numpy.ts';

/** What holds a column's, an index's or a Series' values. */
export type PandasValues = NdArray | Categorical | NullableArray | BackedArray;

/** A `pandas.Categorical`: `codes` point into `categories`, -1 is missing. */
export class Categorical {
  readonly codes: NdArray;
  readonly categories: PyValue;
  readonly ordered: boolean;

  constructor(codes: NdArray, categories: PyValue, ordered: boolean) {
    this.codes = codes;
    this.categories = categories;
    this.ordered = ordered;
  }
}

/** A masked extension array: `IntegerArray`, `FloatingArray`, `BooleanArray`. Where `mask` is true, the value is `NA`. */
export class NullableArray {
  readonly type: 'IntegerArray' | 'FloatingArray' | 'BooleanArray';
  data: NdArray | undefined;
  mask: NdArray | undefined;

  constructor(type: NullableArray['type'], data?: NdArray, mask?: NdArray) {
    this.type = type;
    this.data = data;
    this.mask = mask;
  }
}

/** Extension arrays that wrap one numpy array and say with a pandas dtype what it means. */
export type BackedArrayType =
  | 'DatetimeArray'
  | 'TimedeltaArray'
  | 'PeriodArray'
  | 'StringArray'
  | 'PandasArray';

/** A `DatetimeArray` (with its zone), `TimedeltaArray`, `PeriodArray`, `StringArray` or `PandasArray`. */
export class BackedArray {
  readonly type: BackedArrayType;
  /** A numpy dtype, or an object that says a pandas one (`DatetimeTZDtype`, `PeriodDtype`, `StringDtype`). */
  readonly dtype: PyValue;
  readonly values: NdArray;
  /** The regular step, an object of pandas' offsets, or `null`. */
  readonly frequency: PyValue;

  constructor(type: BackedArrayType, dtype: PyValue, values: NdArray, frequency: PyValue) {
    this.type = type;
    this.dtype = dtype;
    this.values = values;
    this.frequency = frequency;
  }
}

/** A pandas index that is held as values: `Index`, `Int64Index`, `DatetimeIndex`, `CategoricalIndex`, `PeriodIndex`, … */
export class PandasIndex {
  /** The class's name: pandas 2 has fewer of them than pandas 1. */
  readonly type: string;
  readonly data: PandasValues;
  readonly name: PyValue;

  constructor(type: string, data: PandasValues, name: PyValue) {
    this.type = type;
    this.data = data;
    this.name = name;
  }
}

/** A `pandas.RangeIndex`. */
export class RangeIndex {
  readonly start: PyValue;
  readonly stop: PyValue;
  readonly step: PyValue;
  readonly name: PyValue;

  constructor(start: PyValue, stop: PyValue, step: PyValue, name: PyValue) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.name = name;
  }
}

/** A `pandas.MultiIndex`: one index of distinct labels and one array of codes a level. */
export class MultiIndex {
  readonly levels: readonly PyValue[];
  readonly codes: readonly PyValue[];
  readonly names: readonly PyValue[];
  readonly sortOrder: PyValue;

  constructor(
    levels: readonly PyValue[],
    codes: readonly PyValue[],
    names: readonly PyValue[],
    sortOrder: PyValue,
  ) {
    this.levels = levels;
    this.codes = codes;
    this.names = names;
    this.sortOrder = sortOrder;
  }
}

/** A `pandas.IntervalIndex`. */
export class IntervalIndex {
  readonly left: PyValue;
  readonly right: PyValue;
  readonly closed: string;
  readonly name: PyValue;

  constructor(left: PyValue, right: PyValue, closed: string, name: PyValue) {
    this.left = left;
    this.right = right;
    this.closed = closed;
    this.name = name;
  }
}

export type AnyIndex = PandasIndex | RangeIndex | MultiIndex | IntervalIndex;

/** A `pandas.Series`. */
export class Series {
  data: PyValue = null;
  index: PyValue = null;
  name: PyValue = null;
  /** `Series.attrs`; `null` for none. */
  attributes: PyValue = null;
  allowsDuplicateLabels = true;
}

/** A `pandas.DataFrame`, column by column. */
export class DataFrame {
  /** One entry a column, in order: {@link PandasValues}. */
  data: readonly PyValue[] = [];
  columns: PyValue = null;
  index: PyValue = null;
  /** `DataFrame.attrs`; `null` for none. */
  attributes: PyValue = null;
  allowsDuplicateLabels = true;
}

/** A `pandas.Timestamp`: `value` counts `unit`s since 1970 in UTC. */
export class PandasTimestamp {
  readonly value: bigint;
  readonly unit: string;
  readonly timezone: PyValue;
  /** pandas 1's `freq`; `null` for none. */
  readonly frequency: PyValue;

  constructor(value: bigint, unit: string, timezone: PyValue, frequency: PyValue) {
    this.value = value;
    this.unit = unit;
    this.timezone = timezone;
    this.frequency = frequency;
  }
}

/** A `pandas.Timedelta` of `value` `unit`s. */
export class PandasTimedelta {
  readonly value: bigint;
  readonly unit: string;

  constructor(value: bigint, unit: string) {
    this.value = value;
    this.unit = unit;
  }
}
