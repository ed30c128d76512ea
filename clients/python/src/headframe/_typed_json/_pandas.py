"""pandas' frames, series and scalars in typed JSON. Columns are told and made one by one."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np
import pandas as pd

from . import _pandas_arrays, _pandas_indexes
from ._fields import Fields
from ._objects import write_object
from ._pandas_arrays import plain_values, require_values
from ._registry import makes, writes
from ._writer import Writer

__all__ = ['_pandas_arrays', '_pandas_indexes']

_UNITS = ('s', 'ms', 'us', 'ns')

writes(type(pd.NaT), atomic=True)(write_object)


@writes(pd.Timestamp, atomic=True)
def _write_timestamp(writer: Writer, value: Any) -> None:
    members = _ticks(value)
    if value.tzinfo is not None:
        members['timezone'] = value.tzinfo
    frequency = getattr(value, '_freq', None)
    if frequency is not None:
        members['freq'] = frequency
    writer.tagged('timestamp', members)


@writes(pd.Timedelta, atomic=True)
def _write_timedelta(writer: Writer, value: Any) -> None:
    writer.tagged('pandas_timedelta', _ticks(value))


def _ticks(value: Any) -> Dict[str, Any]:
    # pandas 2 counts in several units; its `value` is in nanoseconds all the same.
    raw = getattr(value, '_value', None)
    return {'value': int(value.value if raw is None else raw), 'unit': getattr(value, 'unit', 'ns')}


@makes('timestamp')
def _make_timestamp(fields: Fields) -> Any:
    ticks, unit = fields.integer('value'), fields.one_of('unit', _UNITS)
    zone, frequency = fields.optional('timezone'), fields.optional('freq')
    if frequency is not None and int(pd.__version__.partition('.')[0]) < 2:
        from pandas._libs.tslibs.timestamps import _unpickle_timestamp

        return _unpickle_timestamp(ticks, frequency, zone)
    made = _in_unit(pd.Timestamp(np.datetime64(ticks, unit)), unit)
    return made if zone is None else made.tz_localize('UTC').tz_convert(zone)


@makes('pandas_timedelta')
def _make_timedelta(fields: Fields) -> Any:
    unit = fields.one_of('unit', _UNITS)
    return _in_unit(pd.Timedelta(np.timedelta64(fields.integer('value'), unit)), unit)


def _in_unit(value: Any, unit: str) -> Any:
    return value.as_unit(unit) if hasattr(value, 'as_unit') else value


def _common(value: Any) -> Dict[str, Any]:
    members: Dict[str, Any] = {'attrs': dict(value.attrs)} if value.attrs else {}
    if not value.flags.allows_duplicate_labels:
        members['allows_duplicate_labels'] = False
    return members


def _with_common(made: Any, fields: Fields) -> Any:
    attributes = fields.optional('attrs')
    if attributes:
        made.attrs.update(attributes)
    if fields.optional('allows_duplicate_labels') is False:
        made.flags.allows_duplicate_labels = False
    return made


@writes(pd.Series)
def _write_series(writer: Writer, value: Any) -> None:
    members = {'data': plain_values(value.array), 'index': value.index, 'name': value.name, **_common(value)}
    writer.tagged('series', members)


@makes('series')
def _make_series(fields: Fields) -> Any:
    series = _series(require_values(fields, fields.get('data')), _index(fields, 'index'))
    series.name = fields.get('name')
    return _with_common(series, fields)


def _index(fields: Fields, name: str) -> Any:
    index = fields.get(name)
    if not isinstance(index, pd.Index):
        raise fields.wrong(f'{name} must be an index')
    return index


def _series(data: Any, index: Any) -> Any:
    """A series on exactly these values: an array of objects stays one, whatever it holds."""
    if isinstance(data, np.ndarray):
        return pd.Series(data, index=index, dtype=data.dtype, copy=False)
    return pd.Series(data, index=index, copy=False)


@writes(pd.DataFrame)
def _write_frame(writer: Writer, value: Any) -> None:
    columns = [plain_values(column) for column in _columns(value)]
    writer.tagged('dataframe', {'columns': value.columns, 'index': value.index, 'data': columns, **_common(value)})


def _columns(frame: Any) -> List[Any]:
    arrays = getattr(frame, '_iter_column_arrays', None)
    return list(arrays()) if arrays is not None else [frame.iloc[:, i].array for i in range(frame.shape[1])]


@makes('dataframe')
def _make_frame(fields: Fields) -> Any:
    index, columns = _index(fields, 'index'), _index(fields, 'columns')
    data = [require_values(fields, column) for column in fields.list('data')]
    if len(data) != len(columns) or any(len(column) != len(index) for column in data):
        raise fields.wrong('the data does not fit index and columns')
    named: Dict[int, Any] = {}
    for position, column in enumerate(data):
        # Only a series keeps objects from being guessed at.
        guessed = isinstance(column, np.ndarray) and column.dtype.kind == 'O'
        named[position] = _series(column, index) if guessed else column
    frame = pd.DataFrame(named, index=index, copy=False)
    frame.columns = columns
    return _with_common(frame, fields)
