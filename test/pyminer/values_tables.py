"""Series, tables and scalars of pandas."""

import numpy as np
import pandas as pd


def tables():
    """Name → value."""
    return {**_scalars(), **_indexes(), **_series(), **_frames()}


def _scalars():
    return {
        'timestamp': pd.Timestamp('2021-06-01 12:30:00.123456789'),
        'timestamp_zone': pd.Timestamp('2021-06-01 12:30', tz='Europe/Berlin'),
        'timedelta': pd.Timedelta(days=2, nanoseconds=7),
        'interval': pd.Interval(1, 2, closed='left'),
        'period': pd.Period('2021-03', freq='M'),
        'missing': [pd.NaT],
    }


def _indexes():
    return {
        'index': pd.Index(['a', 'b', 'c'], name='letters'),
        'index_range': pd.RangeIndex(2, 20, 3),
        'index_dates': pd.date_range('2021-01-01', periods=5, freq='D', tz='UTC'),
        'index_multi': pd.MultiIndex.from_product([['a', 'b'], [1, 2]], names=['x', 'y']),
        'index_categories': pd.CategoricalIndex(['x', 'y', 'x']),
    }


def _series():
    return {
        'series_f8': pd.Series([1.0, np.nan, -0.0], name='floats', index=['a', 'b', 'c']),
        'series_text': pd.Series(['x', None, 'ü']),
        'series_int64': pd.Series([1, None, 3], dtype='Int64'),
        'series_string': pd.Series(['a', None], dtype='string'),
        'series_category': pd.Series(['low', 'high', 'low'], dtype='category'),
        'series_dates': pd.Series(pd.to_datetime(['2020-01-01', None])),
        'series_empty': pd.Series([], dtype='f8'),
    }


def _frames():
    mixed = pd.DataFrame({'n': [1, 2], 'f': [0.5, np.nan], 't': ['a', 'b'], 'b': [True, False]}, index=['r1', 'r2'])
    levels = pd.MultiIndex.from_tuples([('a', 1), ('a', 2), ('b', 1)])
    mixed.attrs['origin'] = 'measured'
    return {
        'frame': mixed,
        'frame_type_column': pd.DataFrame({'type': ['a', 'b'], 'value': [1, 2]}),
        'frame_empty': pd.DataFrame(),
        'frame_columns': pd.DataFrame(np.arange(6.0).reshape(2, 3), columns=levels),
        'frame_dates': pd.DataFrame({'v': range(4)}, index=pd.date_range('2021-01-01', periods=4, freq='H')),
        'frame_wide': pd.DataFrame({f'c{column}': np.arange(20) * column for column in range(60)}),
        'frame_categories': pd.DataFrame({'c': pd.Categorical(['a', 'b'], categories=['b', 'a'], ordered=True)}),
        'frame_names': pd.DataFrame({1: [1], 'one': [2], ('t', 1): [3]}),
    }
