"""The data types that typed JSON may name: exact names, never whole modules."""

from __future__ import annotations

from typing import FrozenSet

_OFFSETS = [
    f'pandas._libs.tslibs.offsets.{name}'
    for name in [
        'Day',
        'Hour',
        'Minute',
        'Second',
        'Milli',
        'Micro',
        'Nano',
        'Week',
        'BusinessDay',
        'BusinessHour',
        'MonthBegin',
        'MonthEnd',
        'QuarterBegin',
        'QuarterEnd',
        'YearBegin',
        'YearEnd',
        'SemiMonthBegin',
        'SemiMonthEnd',
        'BusinessMonthBegin',
        'BusinessMonthEnd',
        'BQuarterBegin',
        'BQuarterEnd',
        'BYearBegin',
        'BYearEnd',
        'Easter',
    ]
]

CALLED: FrozenSet[str] = frozenset(
    [
        'builtins.range',
        'builtins.slice',
        'builtins.object',
        *(f'pathlib.{name}Path' for name in ('PurePosix', 'PureWindows', 'Posix', 'Windows')),
        'ipaddress.IPv4Address',
        'ipaddress.IPv6Address',
        'pytz._UTC',
        'pytz._p',
        'dateutil.tz.tz.tzutc',
        'pandas._libs.tslibs.nattype.__nat_unpickle',
        'pandas._libs.tslibs.period.Period',
        'pandas._libs.interval.Interval',
        'pandas._libs.interval.__pyx_unpickle_IntervalMixin',
        'pandas._libs.sparse.IntIndex',
        'pandas._libs.sparse.BlockIndex',
        'pandas.core.arrays.sparse.array.SparseArray',
        'pandas.core.arrays.sparse.dtype.SparseDtype',
        'pandas.core.arrays.interval.IntervalArray',
        *(
            f'pandas.core.dtypes.dtypes.{name}'
            for name in ['CategoricalDtype', 'DatetimeTZDtype', 'PeriodDtype', 'IntervalDtype', 'SparseDtype']
        ),
        'pandas.core.dtypes.dtypes.NumpyEADtype',
        'pandas.core.dtypes.dtypes.PandasDtype',
        'pandas.core.arrays.string_.StringDtype',
        'pandas.core.arrays.boolean.BooleanDtype',
        *(f'pandas.core.arrays.integer.{kind}{n}Dtype' for kind in ('Int', 'UInt') for n in (8, 16, 32, 64)),
        'pandas.core.arrays.floating.Float32Dtype',
        'pandas.core.arrays.floating.Float64Dtype',
        *_OFFSETS,
    ]
)
"""What an `object` may call."""

REFERRED: FrozenSet[str] = frozenset(
    [
        *(
            f'builtins.{name}'
            for name in [
                'int',
                'float',
                'complex',
                'bool',
                'str',
                'bytes',
                'bytearray',
                'list',
                'tuple',
                'dict',
                'set',
                'frozenset',
                'Ellipsis',
                'NotImplemented',
                'object',
            ]
        ),
        *(f'collections.{name}' for name in ('OrderedDict', 'Counter', 'deque')),
        *(f'datetime.{name}' for name in ('date', 'datetime', 'time', 'timedelta')),
        'decimal.Decimal',
        'fractions.Fraction',
        *(
            f'numpy.{name}'
            for name in [
                'ndarray',
                'matrix',
                'recarray',
                'chararray',
                'record',
                'bool_',
                'int8',
                'int16',
                'int32',
                'int64',
                'uint8',
                'uint16',
                'uint32',
                'uint64',
                'float16',
                'float32',
                'float64',
                'longdouble',
                'complex64',
                'complex128',
                'clongdouble',
                'object_',
                'str_',
                'bytes_',
                'void',
                'datetime64',
                'timedelta64',
            ]
        ),
        'numpy.ma.core.MaskedArray',
        'pandas._libs.missing.NA',
        'pandas.core.arrays.interval.IntervalArray',
        *(
            f'pandas.core.indexes.{name}'
            for name in [
                'base.Index',
                'range.RangeIndex',
                'multi.MultiIndex',
                'category.CategoricalIndex',
                'datetimes.DatetimeIndex',
                'timedeltas.TimedeltaIndex',
                'period.PeriodIndex',
                'interval.IntervalIndex',
            ]
        ),
        *_OFFSETS,
    ]
)
"""What a `global` may name."""

RENAMED = {'pandas._libs.tslibs.nattype.__nat_unpickle': 'pandas._libs.tslibs.nattype._nat_unpickle'}
"""Names of the lists that newer versions of their libraries have under another name."""
