"""numpy's dtypes in typed JSON: the type string of the array interface, or the parts of a subarray or a structure."""

from __future__ import annotations

import re
from typing import Any, Dict, List

import numpy as np

from ._errors import bad_json, not_convertible

_TEXT = re.compile(
    r'\|b1|\|O|\|[SV]\d+|[<>|]U\d+|\|[iu]1|[<>][iu][248]|[<>]f(2|4|8|12|16)|[<>]c(8|16|24|32)'
    r'|[<>][mM]8(\[\d{0,9}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?'
)
_KINDS = frozenset('biufcmMOSUV')


def dtype_to_json(dtype: Any) -> Any:
    """What typed JSON says of a dtype."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return {'base': dtype_to_json(base), 'shape': list(shape)}
    if dtype.kind not in _KINDS or dtype.metadata:
        raise not_convertible(f'The dtype {dtype!r}')
    if dtype.names is None:
        if type(dtype) is not np.dtype and type(dtype).__module__.partition('.')[0] != 'numpy':
            raise not_convertible(f'The dtype {dtype!r}')
        return dtype.str
    parts: Dict[str, Any] = {
        'fields': [_field(name, dtype.fields[name]) for name in dtype.names],
        'itemsize': dtype.itemsize,
    }
    if dtype.isalignedstruct:
        parts['aligned'] = True
    if dtype.type is np.record:
        parts['record'] = True
    return parts


def _field(name: str, entry: Any) -> Dict[str, Any]:
    field = {'name': name, 'dtype': dtype_to_json(entry[0]), 'offset': int(entry[1])}
    return {**field, 'title': entry[2]} if len(entry) > 2 else field


def dtype_from_json(said: Any) -> Any:
    """The dtype that typed JSON says."""
    if type(said) is str:
        if not _TEXT.fullmatch(said):
            raise bad_json(f'{said[:40]!r} is no dtype')
        return np.dtype(said)
    if type(said) is not dict:
        raise bad_json('A dtype must be a text or an object')
    if 'base' in said:
        return np.dtype((dtype_from_json(said['base']), shape_of(said.get('shape'))))
    fields: List[Dict[str, Any]] = said.get('fields')  # type: ignore[assignment]
    if type(fields) is not list or not all(type(field) is dict for field in fields):
        raise bad_json('A dtype must have fields and itemsize')
    specification: Dict[str, Any] = {
        'names': [field.get('name') for field in fields],
        'formats': [dtype_from_json(field.get('dtype')) for field in fields],
        'offsets': [field.get('offset') for field in fields],
        'itemsize': said.get('itemsize'),
    }
    if any('title' in field for field in fields):
        specification['titles'] = [field.get('title') for field in fields]
    made = np.dtype(specification, align=said.get('aligned') is True)
    return np.dtype((np.record, made)) if said.get('record') is True else made


def shape_of(sizes: Any) -> Any:
    """A shape, from a list of sizes."""
    if type(sizes) is not list or not all(type(size) is int and size >= 0 for size in sizes):
        raise bad_json('A shape must be a list of sizes')
    return tuple(sizes)
