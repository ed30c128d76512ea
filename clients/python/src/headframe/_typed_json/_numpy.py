"""numpy's arrays and scalars in typed JSON. Arrays are told by their memory, and made as views on what was received."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np

from ._dtypes import dtype_from_json, dtype_to_json, shape_of
from ._errors import not_convertible
from ._fields import Fields
from ._registry import CONTAINERS, MAKERS, WRITERS, Container, makes, writes
from ._writer import Writer

_SUBCLASSES = {'numpy.matrix': np.matrix, 'numpy.recarray': np.recarray, 'numpy.chararray': np.char.chararray}
_SUBCLASS_NAMES = {kind: name for name, kind in _SUBCLASSES.items()}


def _bytes_of(array: Any) -> Any:
    """The memory of a contiguous array, without a copy."""
    if array.nbytes == 0:
        return b''
    flat = array.reshape(-1, order='A')
    return memoryview(flat.view(np.uint8))


def write_array(writer: Writer, array: Any) -> None:
    """An ndarray, or one of numpy's own subclasses."""
    dtype = array.dtype
    members: Dict[str, Any] = {'dtype': dtype_to_json(dtype), 'shape': list(array.shape)}
    name = _SUBCLASS_NAMES.get(type(array))
    if name is not None:
        members['subclass'] = name
        array = np.asarray(array)
    if dtype.hasobject:
        if array.flags.f_contiguous and not array.flags.c_contiguous:
            members['order'] = 'F'
        writer.tagged('ndarray', {**members, 'items': array.ravel().tolist()})
        return
    if array.flags.f_contiguous and not array.flags.c_contiguous:
        members['order'] = 'F'
    elif not array.flags.c_contiguous:
        array = np.ascontiguousarray(array)
    writer.tagged('ndarray', members, _bytes_of(array))


writes(np.ndarray)(write_array)
for _subclass in _SUBCLASS_NAMES:
    writes(_subclass)(write_array)


def _as_subclass(fields: Fields, array: Any) -> Any:
    if 'subclass' not in fields.members:
        return array
    kind = _SUBCLASSES[fields.one_of('subclass', tuple(_SUBCLASSES))]
    return array.view(kind)


def _make_array(fields: Fields) -> Any:
    dtype = dtype_from_json(fields.get('dtype'))
    shape = shape_of(fields.get('shape'))
    if dtype.hasobject:
        raise fields.wrong('an array of objects needs items')
    data = fields.raw()
    count = 1
    for size in shape:
        count *= size
    if len(data) != count * dtype.itemsize:
        raise fields.wrong('the data does not fit dtype and shape')
    order = fields.one_of('order', ('C', 'F')) if 'order' in fields.members else 'C'
    if len(data) == 0:
        return _as_subclass(fields, np.empty(shape, dtype, order))
    return _as_subclass(fields, np.frombuffer(data, dtype).reshape(shape, order=order))


MAKERS['ndarray'] = _make_array


def _empty_objects(fields: Fields) -> Any:
    dtype = dtype_from_json(fields.get('dtype'))
    shape = shape_of(fields.get('shape'))
    count = 1
    for size in shape:
        count *= size
    if not dtype.hasobject or len(fields.list('items')) != count:
        raise fields.wrong('the items do not fit dtype and shape')
    order = fields.one_of('order', ('C', 'F')) if 'order' in fields.members else 'C'
    return _as_subclass(fields, np.empty(shape, dtype, order))


def _fill_objects(array: Any, items: List[Any]) -> None:
    plain = array.view(np.ndarray)
    for i, item in enumerate(items):
        plain[np.unravel_index(i, plain.shape)] = item


def _fill_row(array: Any, items: List[Any]) -> None:
    if array.ndim == 1 and array.dtype == object:
        for i, item in enumerate(items):
            array[i] = item
    else:
        _fill_objects(array, items)


CONTAINERS['ndarray'] = Container(_empty_objects, _fill_row)

writes(np.dtype)(lambda writer, value: writer.tagged('dtype', {'dtype': dtype_to_json(value)}))
for _kind in {type(np.dtype(code)) for code in '?bhilqBHILQefdgFDGSUVOMm'}:
    WRITERS[_kind] = WRITERS[np.dtype]
MAKERS['dtype'] = lambda fields: dtype_from_json(fields.get('dtype'))


def _write_scalar(writer: Writer, value: Any) -> None:
    dtype = value.dtype
    members: Dict[str, Any] = {'dtype': dtype_to_json(dtype)}
    if dtype.hasobject:
        raise not_convertible('A numpy scalar that holds objects')
    plain = _plain(value, dtype)
    if plain is None:
        writer.tagged('scalar', members, value.tobytes())
    else:
        writer.tagged('scalar', {**members, 'value': plain})


def _plain(value: Any, dtype: Any) -> Any:
    """What JSON can say exactly of a scalar; None where it needs its bytes."""
    kind = dtype.kind
    if kind in 'biu':
        return value.item()
    if kind in 'mM':
        return int(value.view('i8'))
    if kind == 'f' and 4 <= dtype.itemsize <= 8 and value == value:
        return float(value)
    return None


_SCALARS = (
    ['?', 'b', 'h', 'i', 'l', 'q', 'B', 'H', 'I', 'L', 'Q', 'e', 'f', 'd', 'g', 'F', 'D', 'G'],
    (np.str_, np.bytes_, np.void, np.record, np.datetime64, np.timedelta64),
)
for _code in _SCALARS[0]:
    writes(np.dtype(_code).type, atomic=True)(_write_scalar)
for _type in _SCALARS[1]:
    writes(_type, atomic=True)(_write_scalar)


@makes('scalar')
def _make_scalar(fields: Fields) -> Any:
    dtype = dtype_from_json(fields.get('dtype'))
    if dtype.hasobject:
        raise fields.wrong('a scalar holds no objects')
    if 'value' not in fields.members:
        data = fields.raw()
        if len(data) != dtype.itemsize:
            raise fields.wrong('the data does not fit the dtype')
        return np.frombuffer(bytes(data), dtype)[0] if dtype.itemsize else np.zeros((), dtype)[()]
    value = fields.members['value']
    if dtype.kind in 'mM':
        made = np.array([value], 'i8').astype(dtype.str.replace('M8', 'i8').replace('m8', 'i8')[:3])
        return made.view(dtype)[0]
    return np.array([value], dtype)[0]


@writes(np.ma.MaskedArray)
def _write_masked(writer: Writer, value: Any) -> None:
    if value.dtype.names is not None:
        raise not_convertible('A structured masked array')
    data = value.data
    order = 'F' if data.flags.f_contiguous and not data.flags.c_contiguous else 'C'
    mask = np.asarray(np.ma.getmaskarray(value), order=order)
    writer.tagged('maskedarray', {'data': data, 'mask': mask, 'fill_value': value.fill_value})


@makes('maskedarray')
def _make_masked(fields: Fields) -> Any:
    data, mask = fields.get('data'), fields.get('mask')
    if not isinstance(data, np.ndarray) or not isinstance(mask, np.ndarray) or data.shape != mask.shape:
        raise fields.wrong('data and mask must be arrays of one shape')
    return np.ma.MaskedArray(data, mask=mask, fill_value=fields.get('fill_value'))
