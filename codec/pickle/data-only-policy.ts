import { type ImportPolicy, policyFromList } from './policy.ts';

/**
 * What pickles of plain data import: Python's own data types, numpy's arrays and scalars under numpy 1 and 2, and
 * pandas's frames, series, indices and arrays under pandas 1.5 and 2.
 *
 * Nothing here runs code that a pickle chooses. It may still ask for much memory, and constructors were read, not proved.
 */
export const DATA_ONLY_LIST: readonly string[] = [
  '_codecs.encode call',
  'copyreg._reconstructor call',
  ...['bytes', 'bytearray', 'complex', 'range', 'slice'].map((name) => `builtins.${name} call`),
  ...['list', 'dict', 'set', 'frozenset', 'tuple', 'int', 'float', 'str', 'bool'].map(
    (name) => `builtins.${name} call`,
  ),
  ...['object', 'Ellipsis', 'NotImplemented'].map((name) => `builtins.${name}`),
  ...['OrderedDict', 'defaultdict', 'deque', 'Counter'].map((name) => `collections.${name} call fill`),
  ...['date', 'time', 'datetime', 'timedelta', 'timezone'].map((name) => `datetime.${name} call`),
  'decimal.Decimal call',
  'fractions.Fraction call',
  'uuid.UUID call build',

  ...['numpy.core', 'numpy._core'].flatMap((core) => [
    `${core}.multiarray._reconstruct call build`,
    `${core}.multiarray.scalar call`,
    `${core}.numeric._frombuffer call`,
  ]),
  'numpy.dtype call build',
  ...['ndarray', 'matrix', 'recarray', 'record'].map((name) => `numpy.${name}`),
  ...['numpy.rec.recarray', 'numpy.rec.record', 'numpy.matrixlib.defmatrix.matrix'],
  ...['numpy.ma', 'numpy.ma.core'].flatMap((core) => [
    `${core}._mareconstruct call build`,
    `${core}.MaskedArray`,
  ]),

  'pandas.core.frame.DataFrame call build',
  'pandas.core.series.Series call build',
  ...['BlockManager', 'SingleBlockManager'].map(
    (name) => `pandas.core.internals.managers.${name} call build`,
  ),
  'pandas._libs.internals.BlockManager call build',
  'pandas._libs.internals._unpickle_block call',
  'pandas.core.indexes.base._new_Index call',
  'pandas.core.indexes.base.Index',
  'pandas.core.indexes.range.RangeIndex',
  'pandas.core.indexes.multi.MultiIndex',
  'pandas.core.indexes.category.CategoricalIndex',
  ...['Int64Index', 'UInt64Index', 'Float64Index'].map((name) => `pandas.core.indexes.numeric.${name}`),
  ...[
    'datetimes.DatetimeIndex',
    'timedeltas.TimedeltaIndex',
    'period.PeriodIndex',
    'interval.IntervalIndex',
  ].map((name) => `pandas.core.indexes.${name}`),
  'pandas.core.indexes.datetimes._new_DatetimeIndex call',
  'pandas.core.indexes.period._new_PeriodIndex call',
  'pandas.core.indexes.interval._new_IntervalIndex call',
  'pandas._libs.arrays.__pyx_unpickle_NDArrayBacked call build',
  'pandas.core.arrays.categorical.Categorical call build',
  ...[
    'datetimes.DatetimeArray',
    'timedeltas.TimedeltaArray',
    'period.PeriodArray',
    'string_.StringArray',
  ].map((name) => `pandas.core.arrays.${name} call build`),
  ...['integer.IntegerArray', 'floating.FloatingArray', 'boolean.BooleanArray', 'interval.IntervalArray'].map(
    (name) => `pandas.core.arrays.${name} call build`,
  ),
  ...[8, 16, 32, 64].flatMap((bits) => [
    `pandas.core.arrays.integer.Int${bits}Dtype call build`,
    `pandas.core.arrays.integer.UInt${bits}Dtype call build`,
  ]),
  ...[32, 64].map((bits) => `pandas.core.arrays.floating.Float${bits}Dtype call build`),
  'pandas.core.arrays.boolean.BooleanDtype call build',
  'pandas.core.arrays.string_.StringDtype call build',
  ...['CategoricalDtype', 'DatetimeTZDtype', 'PeriodDtype', 'IntervalDtype'].map(
    (name) => `pandas.core.dtypes.dtypes.${name} call build`,
  ),
  'pandas._libs.missing.NA',
  'pandas._libs.tslibs.timestamps._unpickle_timestamp call',
  'pandas._libs.tslibs.timedeltas._timedelta_unpickle call',
  'pandas._libs.tslibs.nattype.__nat_unpickle call',
  'pandas._libs.tslibs.period.Period call build',
  'pandas._libs.interval.Interval call',
  ...['Day', 'Hour', 'Minute', 'Second', 'Milli', 'Micro', 'Nano', 'MonthBegin', 'MonthEnd', 'YearEnd'].map(
    (name) => `pandas._libs.tslibs.offsets.${name} call build`,
  ),
  'pytz._UTC call',
];

/** The policy of `DATA_ONLY_LIST`. */
export const dataOnlyPolicy: ImportPolicy = policyFromList(DATA_ONLY_LIST);
