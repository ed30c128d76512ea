"""Files mapped read-only, for as long as somebody looks at them."""

from __future__ import annotations

import mmap
import sys
import weakref
from typing import Any, Dict

from ._places_errors import PlaceUnusable

_TRACKS = sys.version_info < (3, 13)
"""Whether a mapping keeps a descriptor of its file open."""
_OPTIONS: Dict[str, Any] = {} if _TRACKS else {'trackfd': False}
_FEW = 16
"""So many mappings every process may have."""
_SHARE = 4
"""Of the descriptors that the process may have, mappings take one in so many."""

_living: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()


def map_file(descriptor: int, size: int) -> memoryview:
    """
    The first `size` bytes of a file, read-only. They are unmapped when the last view of them goes.

    :raises PlaceUnusable: when the system has no room for more mappings, or the process for more descriptors.
    """
    if _TRACKS and len(_living) >= _FEW and len(_living) >= _most():
        raise PlaceUnusable('too many values are mapped')
    try:
        mapping = mmap.mmap(descriptor, size, mmap.MAP_SHARED, mmap.PROT_READ, **_OPTIONS)
    except (OSError, ValueError) as error:
        raise PlaceUnusable(f'a file cannot be mapped: {error}') from error
    _living.add(mapping)
    return memoryview(mapping)


def _most() -> int:
    import resource  # which not every system has

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return sys.maxsize if soft == resource.RLIM_INFINITY else soft // _SHARE
