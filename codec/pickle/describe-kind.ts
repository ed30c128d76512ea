import type { Kind } from './kind.ts';
import { PyByteArray, PyComplex, PyFloat, PyFrozenSet, PyObject, PyTuple, type PyValue } from './values.ts';
import { PyCounter, PyDefaultDict, PyDeque, PyOrderedDict } from './values-collections.ts';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone, PyZoneInfo } from './values-datetime.ts';
import { NumpyDtype } from './values-dtype.ts';
import { ElidedText } from './values-elided.ts';
import { PyDecimal, PyFraction, PyUuid } from './values-number.ts';
import { MaskedArray, NdArray, NumpyScalar } from './values-numpy.ts';
import {
  BackedArray,
  Categorical,
  DataFrame,
  IntervalIndex,
  MultiIndex,
  NullableArray,
  PandasIndex,
  PandasTimedelta,
  PandasTimestamp,
  RangeIndex,
  Series,
} from './values-pandas.ts';

export interface ValueKind {
  readonly kind: Kind;
  /** The Python type with its module, without `builtins`. */
  readonly type: string;
}

const BY_CLASS: ReadonlyMap<unknown, readonly [Kind, string]> = new Map<unknown, readonly [Kind, string]>([
  [PyFloat, ['numeric', 'float']],
  [PyComplex, ['numeric', 'complex']],
  [ElidedText, ['string', 'str']],
  [Uint8Array, ['bytes', 'bytes']],
  [PyByteArray, ['bytes', 'bytearray']],
  [Array, ['sequence', 'list']],
  [PyTuple, ['sequence', 'tuple']],
  [PyDeque, ['sequence', 'collections.deque']],
  [Map, ['mapping', 'dict']],
  [PyOrderedDict, ['mapping', 'collections.OrderedDict']],
  [PyDefaultDict, ['mapping', 'collections.defaultdict']],
  [PyCounter, ['mapping', 'collections.Counter']],
  [Set, ['set', 'set']],
  [PyFrozenSet, ['set', 'frozenset']],
  [PyDate, ['datetime', 'datetime.date']],
  [PyTime, ['datetime', 'datetime.time']],
  [PyDateTime, ['datetime', 'datetime.datetime']],
  [PyTimeDelta, ['datetime', 'datetime.timedelta']],
  [PyTimeZone, ['object', 'datetime.timezone']],
  [PyZoneInfo, ['object', 'zoneinfo.ZoneInfo']],
  [PyDecimal, ['numeric', 'decimal.Decimal']],
  [PyFraction, ['numeric', 'fractions.Fraction']],
  [PyUuid, ['object', 'uuid.UUID']],
  [MaskedArray, ['array', 'numpy.ma.core.MaskedArray']],
  [NumpyDtype, ['object', 'numpy.dtype']],
  [Categorical, ['array', 'pandas.core.arrays.categorical.Categorical']],
  [PandasTimestamp, ['datetime', 'pandas._libs.tslibs.timestamps.Timestamp']],
  [PandasTimedelta, ['datetime', 'pandas._libs.tslibs.timedeltas.Timedelta']],
  [RangeIndex, ['array', 'pandas.core.indexes.range.RangeIndex']],
  [MultiIndex, ['array', 'pandas.core.indexes.multi.MultiIndex']],
  [IntervalIndex, ['array', 'pandas.core.indexes.interval.IntervalIndex']],
  [Series, ['series', 'pandas.core.series.Series']],
  [DataFrame, ['table', 'pandas.core.frame.DataFrame']],
]);

const SCALARS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['b', 'boolean'],
  ['U', 'string'],
  ['S', 'bytes'],
  ['M', 'datetime'],
  ['m', 'datetime'],
  ['V', 'object'],
]);

/** What a decoded value is. A placeholder is told by the import that it comes from. */
export function kindOfValue(value: PyValue): ValueKind {
  if (value === null) return { kind: 'none', type: 'NoneType' };
  if (typeof value === 'boolean') return { kind: 'boolean', type: 'bool' };
  if (typeof value === 'bigint') return { kind: 'numeric', type: 'int' };
  if (typeof value === 'string') return { kind: 'string', type: 'str' };
  if (typeof value === 'number') {
    return { kind: 'numeric', type: Number.isSafeInteger(value) && !Object.is(value, -0) ? 'int' : 'float' };
  }
  const known = BY_CLASS.get(Object.getPrototypeOf(value)?.constructor);
  if (known !== undefined) return { kind: known[0], type: known[1] };
  return kindOfObject(value);
}

function kindOfObject(value: object): ValueKind {
  if (value instanceof Uint8Array) return { kind: 'bytes', type: 'bytes' };
  if (value instanceof NdArray) return { kind: 'array', type: value.subclass ?? 'numpy.ndarray' };
  if (value instanceof NumpyScalar) {
    return { kind: SCALARS.get(value.dtype.kind) ?? 'numeric', type: `numpy.${scalarName(value.dtype)}` };
  }
  if (value instanceof NullableArray || value instanceof BackedArray) {
    return { kind: 'array', type: `pandas.core.arrays.${value.type}` };
  }
  if (value instanceof PandasIndex) return { kind: 'array', type: `pandas.core.indexes.${value.type}` };
  return { kind: 'object', type: value instanceof PyObject ? value.path : 'object' };
}

const SCALAR_NAMES: ReadonlyMap<string, string> = new Map([
  ['b', 'bool_'],
  ['U', 'str_'],
  ['S', 'bytes_'],
  ['M', 'datetime64'],
  ['m', 'timedelta64'],
  ['V', 'void'],
]);

function scalarName(dtype: NumpyDtype): string {
  return SCALAR_NAMES.get(dtype.kind) ?? dtype.name;
}
