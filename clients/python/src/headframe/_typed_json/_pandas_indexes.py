"""pandas' indexes in typed JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ._fields import Fields
from ._pandas_arrays import plain_values, require_values
from ._registry import makes, writes
from ._writer import Writer

_CLASSES = {
    'CategoricalIndex': pd.CategoricalIndex,
    'DatetimeIndex': pd.DatetimeIndex,
    'TimedeltaIndex': pd.TimedeltaIndex,
    'PeriodIndex': pd.PeriodIndex,
}
_NUMBERS = ('Int64Index', 'UInt64Index', 'Float64Index')
"""Classes of pandas 1, which became `Index` in pandas 2."""


def _write_index(writer: Writer, value: Any) -> None:
    members = {'class': type(value).__name__, 'data': plain_values(value.array), 'name': value.name}
    writer.tagged('index', members)


for _kind in (pd.Index, *_CLASSES.values(), type(pd.Index([1])), type(pd.Index([1.5]))):
    writes(_kind)(_write_index)
writes(type(pd.Index(np.array([1], 'u8'))))(_write_index)


@makes('index')
def _make_index(fields: Fields) -> Any:
    name = fields.one_of('class', ('Index', *_NUMBERS, *_CLASSES))
    data = require_values(fields, fields.get('data'))
    if name in _CLASSES:
        return _CLASSES[name](data, name=fields.get('name'), copy=False)
    if isinstance(data, np.ndarray):
        return pd.Index(data, dtype=data.dtype, name=fields.get('name'), copy=False, tupleize_cols=False)
    return pd.Index(data, name=fields.get('name'), copy=False, tupleize_cols=False)


@writes(pd.RangeIndex)
def _write_range(writer: Writer, value: Any) -> None:
    members = {'start': value.start, 'stop': value.stop, 'step': value.step, 'name': value.name}
    writer.tagged('rangeindex', members)


@makes('rangeindex')
def _make_range(fields: Fields) -> Any:
    start, stop, step = (fields.integer(part) for part in ('start', 'stop', 'step'))
    return pd.RangeIndex(start, stop, step, name=fields.get('name'))


@writes(pd.MultiIndex)
def _write_multi(writer: Writer, value: Any) -> None:
    members = {
        'levels': list(value.levels),
        'codes': [np.asarray(codes) for codes in value.codes],
        'names': list(value.names),
        'sortorder': value.sortorder,
    }
    writer.tagged('multiindex', members)


@makes('multiindex')
def _make_multi(fields: Fields) -> Any:
    levels = fields.list('levels')
    if not all(isinstance(level, pd.Index) for level in levels):
        raise fields.wrong('levels must be indexes')
    return pd.MultiIndex(
        levels=levels,
        codes=fields.list('codes'),
        names=fields.list('names'),
        sortorder=fields.get('sortorder'),
    )


@writes(pd.IntervalIndex)
def _write_intervals(writer: Writer, value: Any) -> None:
    members = {'left': value.left, 'right': value.right, 'closed': value.closed, 'name': value.name}
    writer.tagged('intervalindex', members)


@makes('intervalindex')
def _make_intervals(fields: Fields) -> Any:
    closed = fields.one_of('closed', ('left', 'right', 'both', 'neither'))
    left, right = fields.get('left'), fields.get('right')
    return pd.IntervalIndex.from_arrays(left, right, closed=closed, name=fields.get('name'))
