"""What holds the values of pandas' columns and indexes, in typed JSON: categoricals, nullable and backed arrays."""

from __future__ import annotations

from typing import Any, Iterator

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from ._fields import Fields
from ._registry import makes, writes
from ._writer import Writer

_NUMPY_WRAPPERS = tuple(
    kind
    for kind in (getattr(pd.arrays, name, None) for name in ('PandasArray', 'NumpyExtensionArray'))
    if kind is not None
)
_NULLABLE = {name: getattr(pd.arrays, name) for name in ('IntegerArray', 'FloatingArray', 'BooleanArray')}
_BACKED = {
    'DatetimeArray': pd.arrays.DatetimeArray,
    'TimedeltaArray': pd.arrays.TimedeltaArray,
    'PeriodArray': pd.arrays.PeriodArray,
    'PandasArray': _NUMPY_WRAPPERS[0],
}


def plain_values(values: Any) -> Any:
    """The values of a column, as they are held: a numpy array where pandas only wraps one."""
    return values.to_numpy() if type(values) in _NUMPY_WRAPPERS else values


def require_values(fields: Fields, values: Any) -> Any:
    """Values that a column or an index may have: an array of one dimension."""
    if not isinstance(values, (np.ndarray, ExtensionArray)) or values.ndim != 1:
        raise fields.wrong('values must be an array of one dimension')
    return values


@writes(pd.Categorical)
def _write_categorical(writer: Writer, value: Any) -> None:
    members = {'codes': value.codes, 'categories': value.categories, 'ordered': bool(value.ordered)}
    writer.tagged('categorical', members)


@makes('categorical')
def _make_categorical(fields: Fields) -> Any:
    codes, categories = fields.get('codes'), fields.get('categories')
    if not isinstance(codes, np.ndarray) or not isinstance(categories, pd.Index):
        raise fields.wrong('codes must be an ndarray, categories an index')
    dtype = pd.CategoricalDtype(categories, ordered=fields.boolean('ordered'))
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _write_nullable(writer: Writer, value: Any) -> None:
    members = {'class': type(value).__name__, 'data': value._data, 'mask': value._mask}
    writer.tagged('nullable', members)


for _kind in _NULLABLE.values():
    writes(_kind)(_write_nullable)


@makes('nullable')
def _make_nullable(fields: Fields) -> Any:
    kind = _NULLABLE[fields.one_of('class', tuple(_NULLABLE))]
    return kind(require_values(fields, fields.get('data')), require_values(fields, fields.get('mask')))


def _write_backed(name: str) -> Any:
    def write(writer: Writer, value: Any) -> None:
        frequency = value._freq if name in ('DatetimeArray', 'TimedeltaArray') else None
        dtype = value._dtype if hasattr(value, '_dtype') else value.dtype
        members = {'class': name, 'dtype': dtype, 'values': value._ndarray, 'freq': frequency}
        writer.tagged('backed', members)

    return write


for _name, _array in _BACKED.items():
    writes(_array)(_write_backed(_name))


def _write_strings(writer: Writer, value: Any) -> None:
    values = value.to_numpy(dtype=object)
    writer.tagged('backed', {'class': 'StringArray', 'dtype': value.dtype, 'values': values, 'freq': None})


def _string_arrays() -> Iterator[Any]:
    """The classes of arrays of texts, which tell their storage and their missing value by their dtype."""
    yield pd.arrays.StringArray
    yield getattr(pd.arrays, 'ArrowStringArray', pd.arrays.StringArray)
    yield type(pd.Series(['text']).array)


for _kind in set(_string_arrays()) - set(_NUMPY_WRAPPERS):
    writes(_kind)(_write_strings)


@makes('backed')
def _make_backed(fields: Fields) -> Any:
    name = fields.one_of('class', ('StringArray', *_BACKED))
    values = fields.get('values')
    dtype, frequency = fields.get('dtype'), fields.get('freq')
    if isinstance(values, np.ndarray) and values.ndim == 2 and values.shape[0] == 1:
        values = values[0]  # a column as its pickled frame holds it: the only row of a block
    if not isinstance(require_values(fields, values), np.ndarray):
        raise fields.wrong('values must be an ndarray')
    if name == 'StringArray':
        return pd.array(values, dtype=dtype if isinstance(dtype, pd.StringDtype) else pd.StringDtype())
    if name == 'PandasArray':
        return _BACKED[name](values)
    if name == 'PeriodArray':
        return pd.arrays.PeriodArray(values, dtype=dtype)
    made = _of_ticks(name, values, dtype)
    if frequency is not None:
        made._freq = frequency
    return made


def _of_ticks(name: str, values: Any, dtype: Any) -> Any:
    """A DatetimeArray or TimedeltaArray on these ticks."""
    index = (pd.DatetimeIndex if name == 'DatetimeArray' else pd.TimedeltaIndex)(values, copy=False)
    array = index.array
    if isinstance(dtype, pd.DatetimeTZDtype):
        return index.tz_localize('UTC').tz_convert(dtype.tz).array
    return array
