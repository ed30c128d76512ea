"""A document that is one array and nothing else, as large values are most often: made without reading JSON."""

from __future__ import annotations

import re
from math import prod
from typing import Any, Dict, Optional, Tuple

from .._errors import HeadframeError
from ._fields import Buffer

LONGEST = 256
"""Bytes of a document that is looked at."""
_MOST = 256
_SIZE = rb'[1-9]\d{0,17}'
_FORM = re.compile(
    rb'\{"\$type":"ndarray","dtype":"([<>|][biufcSUV]\d{1,9})",'
    rb'"shape":\[(%b(?:,%b){0,31})\],"buffer":0\}' % (_SIZE, _SIZE)
)
_known: Dict[bytes, Tuple[Any, Any, Tuple[int, ...], int]] = {}
"""Of documents that were met: what makes arrays, the dtype, the shape, the length of the buffer."""


def lone_array(document: bytes, buffer: Buffer) -> Optional[Any]:
    """The array of such a document; None for any other, and for one that does not fit its buffer."""
    known = _known.get(document) or _read(document)
    if known is None or known[3] != len(buffer):
        return None
    make, dtype, shape, _ = known
    return make(buffer, dtype).reshape(shape)


def _read(document: bytes) -> Optional[Tuple[Any, Any, Tuple[int, ...], int]]:
    found = _FORM.fullmatch(document)
    if found is None:
        return None
    try:
        from numpy import frombuffer

        from ._dtypes import dtype_from_json, shape_of

        dtype = dtype_from_json(found[1].decode('ascii'))
        shape = shape_of([int(size) for size in found[2].split(b',')])
    except (HeadframeError, ImportError, TypeError, ValueError):
        return None  # said by who reads all documents
    length = prod(shape) * dtype.itemsize
    if length == 0:
        return None
    if len(_known) >= _MOST:
        _known.clear()
    known = _known[document] = (frombuffer, dtype, tuple(shape), length)
    return known
