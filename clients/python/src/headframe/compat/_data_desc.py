"""What PyMiner's shell and its widgets know of a variable without its value."""

from __future__ import annotations

import sys
from typing import Any, Mapping, Optional, Tuple, Union

__all__ = ['DataDesc', 'NoPreviewError', 'repr_of']

REPR_LENGTH = 1000
BIG_BYTES = 10 * 1024 * 1024
BIG_LENGTH = 1000
BIG_TEXT = 100_000

_SHORT_TYPES = {'pandas.core.frame.DataFrame': 'DataFrame', 'pandas.core.series.Series': 'Series'}


class NoPreviewError(Exception):
    """Stands for the preview of a value that is too large for one."""


class DataDesc:
    """
    A description of a value.

    `cls`: its class; None when only its name is known. `type`: the class's name with its module, but
    `DataFrame` and `Series` for pandas'. `size`: its shape, else its length, else 1. `repr_value`: its
    `repr`, at most 1000 characters. `big`: whether PyMiner shows no more than a part of it.
    """

    cls: Optional[type]
    type: str
    size: Union[int, Tuple[int, ...]]
    repr_value: str
    big: bool

    def __init__(self, data: Any) -> None:
        self.cls = data.__class__
        self.type = _type_name(data.__class__)
        self.size = _size(data)
        self.repr_value = repr_of(data)[:REPR_LENGTH]
        self.big = _is_big(data)

    @classmethod
    def of_metadata(cls, metadata: Mapping[str, Any]) -> DataDesc:
        """The description of a variable by the host's metadata."""
        made = cls.__new__(cls)
        full_name = metadata['type'] or ''
        made.cls = _loaded_class(full_name)
        made.type = _SHORT_TYPES.get(full_name, full_name)
        shape, length = metadata['shape'], metadata['length']
        made.size = tuple(shape) if shape is not None else 1 if length is None else length
        made.repr_value = (metadata['preview'] or '')[:REPR_LENGTH]
        made.big = metadata['size'] > BIG_BYTES
        return made

    def __repr__(self) -> str:
        return f'DataDesc:{self.type} {self.repr_value}'


def _type_name(cls: Any) -> str:
    name = cls.__qualname__ if cls.__module__ == 'builtins' else f'{cls.__module__}.{cls.__qualname__}'
    return _SHORT_TYPES.get(name, name)


def _loaded_class(full_name: str) -> Optional[Any]:
    """The class of a name, if its module is loaded already."""
    module, _, name = full_name.rpartition('.')
    found = getattr(sys.modules.get(module or 'builtins'), name, None)
    return found if isinstance(found, type) else None


def _size(data: Any) -> Union[int, Tuple[int, ...]]:
    if hasattr(data, 'shape'):
        return tuple(data.shape)
    return len(data) if hasattr(data, '__len__') else 1


def repr_of(data: Any) -> str:
    """The `repr` of a value; of a list, a tuple or a text, that of its first 1000 items."""
    return repr(data[:BIG_LENGTH] if isinstance(data, (list, tuple, str)) else data)


def _is_big(data: Any) -> bool:
    if isinstance(data, str):
        return len(data) > BIG_TEXT
    if isinstance(data, (list, tuple, dict)):
        return len(data) > BIG_LENGTH
    usage = getattr(data, 'memory_usage', None)
    used = getattr(data, 'nbytes', 0) if usage is None else usage()
    return bool(getattr(used, 'sum', lambda: used)() > BIG_BYTES)
