"""
Which types have a form in typed JSON: by type what writes them, by tag what makes them.

Python's own types are always there. Those of numpy and pandas come when a value or a document first needs them, so that
neither library is imported for nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional

if TYPE_CHECKING:
    from ._fields import Fields
    from ._writer import Writer

WriteFunction = Callable[['Writer', Any], None]
MakeFunction = Callable[['Fields'], Any]


class Container:
    """A type that may contain itself: it is made empty from its other members, and then filled with its items."""

    __slots__ = ('make', 'fill')

    def __init__(self, make: Callable[[Fields], Any], fill: Callable[[Any, List[Any]], None]):
        self.make = make
        self.fill = fill


WRITERS: Dict[type, WriteFunction] = {}
MAKERS: Dict[str, MakeFunction] = {}
CONTAINERS: Dict[str, Container] = {}

_LIBRARIES = {'numpy': ('_numpy',), 'pandas': ('_numpy', '_pandas')}
_TAGS = {
    **dict.fromkeys(('dtype', 'ndarray', 'scalar', 'maskedarray'), 'numpy'),
    **dict.fromkeys(('timestamp', 'pandas_timedelta', 'index', 'rangeindex', 'multiindex'), 'pandas'),
    **dict.fromkeys(('intervalindex', 'categorical', 'nullable', 'backed', 'series', 'dataframe'), 'pandas'),
}


def writes(kind: type, atomic: bool = False) -> Callable[[WriteFunction], WriteFunction]:
    """Registers a function that writes instances of exactly this type; atomic ones are never shared."""

    def register(function: WriteFunction) -> WriteFunction:
        if atomic:
            function.atomic = True  # type: ignore[attr-defined]
        WRITERS[kind] = function
        return function

    return register


def makes(tag: str) -> Callable[[MakeFunction], MakeFunction]:
    """Registers a function that makes the values of a tag."""

    def register(function: MakeFunction) -> MakeFunction:
        MAKERS[tag] = function
        return function

    return register


def find_writer(value: Any) -> Optional[WriteFunction]:
    """What writes a value whose type is not registered: its library is loaded, or it is an object or a global."""
    from ._objects import object_writer

    kind = type(value)
    load_library(kind.__module__.partition('.')[0])
    return WRITERS.get(kind) or object_writer(value)


def load_library(name: str) -> None:
    """Registers what a library has. Raises ImportError when it is not installed."""
    for module in _LIBRARIES.get(name, ()):
        import_module(f'.{module}', __package__)


def load_tag(tag: str) -> None:
    """Registers the library of a tag. Raises ImportError when it is not installed."""
    load_library(_TAGS.get(tag, ''))


def _load_standard() -> None:
    import_module('._built_in', __package__)
    import_module('._standard', __package__)


_load_standard()
