"""Which values may be handed out more than once, because nobody can change them."""

from __future__ import annotations

import datetime
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any, Callable, Optional
from uuid import UUID

_ATOMS = frozenset(
    (
        bool,
        bytes,
        complex,
        datetime.date,
        datetime.timedelta,
        Decimal,
        float,
        Fraction,
        int,
        range,
        str,
        type(None),
        UUID,
    )
)
_DEEPEST = 16


def size_of(value: Any) -> Optional[int]:
    """About how many bytes an immutable value takes; None for what somebody could change."""
    if type(value) in _ATOMS:
        return sys.getsizeof(value)
    if _is_array(value):
        return None if value.dtype.hasobject or value.flags.writeable else int(value.nbytes)
    return _size_within(value, 0)


def viewer_of(value: Any) -> Optional[Callable[[], Any]]:
    """What gives an array to one more, who may change its shape; None for what is handed out as it is."""
    return value.view if _is_array(value) else None


def _size_within(value: Any, depth: int) -> Optional[int]:
    kind = type(value)
    if kind in _ATOMS or _is_scalar(value):
        return sys.getsizeof(value)
    if kind not in (tuple, frozenset) or depth == _DEEPEST:
        return None
    size = sys.getsizeof(value)
    for item in value:
        within = _size_within(item, depth + 1)
        if within is None:
            return None
        size += within
    return size


def _is_array(value: Any) -> bool:
    numpy = sys.modules.get('numpy')
    return numpy is not None and type(value) is numpy.ndarray


def _is_scalar(value: Any) -> bool:
    numpy = sys.modules.get('numpy')
    return numpy is not None and isinstance(value, numpy.generic) and not isinstance(value, numpy.void)
