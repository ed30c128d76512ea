"""
Data whose class has no tag of its own: told by the call that makes it, as pickle tells it (PEP 307).

Only the names below are ever written or looked up; what a document says beyond them is refused. They are the names that
the host allows, without those that have a tag.
"""

from __future__ import annotations

import copyreg
import sys
from functools import lru_cache
from importlib import import_module
from typing import Any, Callable, Dict, FrozenSet, Optional, Set, Tuple

from ._errors import not_convertible
from ._fields import Fields
from ._names import CALLED, REFERRED, RENAMED

WriteFunction = Callable[[Any, Any], None]


@lru_cache(maxsize=None)
def _resolve(full: str) -> Any:
    module, _, name = full.rpartition('.')
    try:
        return getattr(import_module(module), name)
    except AttributeError:
        if full not in RENAMED:
            raise
        return _resolve(RENAMED[full])


def _empty_intervals(kind: Any, *_: Any) -> Any:
    """An IntervalArray without its parts, whatever checksum of its layout the version that wrote it has."""
    mixin = _resolve('pandas._libs.interval.IntervalMixin')
    if kind is not _resolve('pandas.core.arrays.interval.IntervalArray'):
        raise not_convertible(f'An instance of {kind!r:.80}')
    return mixin.__new__(kind)


_OWN = {'pandas._libs.interval.__pyx_unpickle_IntervalMixin': _empty_intervals}


def _find(module: str, name: str, allowed: FrozenSet[str]) -> Any:
    full = f'{module}.{name}'
    if full not in allowed:
        raise not_convertible(f'{full}, which is not on the list of data types,')
    try:
        return _OWN.get(full) or _resolve(full)
    except (ImportError, AttributeError):
        raise not_convertible(f'{full}, which this Python does not have,') from None


class _Names:
    """The names of a list by what they stand for here, as far as their libraries are loaded."""

    def __init__(self, allowed: FrozenSet[str]):
        self._allowed = allowed
        self._loaded: Set[str] = set()
        self._names: Dict[int, Tuple[str, str]] = {}

    def of(self, value: Any) -> Optional[Tuple[str, str]]:
        module = getattr(value, '__module__', None) or type(value).__module__
        root = module.partition('.')[0] if isinstance(module, str) else ''
        if root not in self._loaded and root in sys.modules:
            self._loaded.add(root)
            self._load(root)
        return self._names.get(id(value))

    def _load(self, root: str) -> None:
        for full in self._allowed:
            if full.partition('.')[0] == root:
                try:
                    value = _resolve(full)
                except (ImportError, AttributeError):
                    continue  # this version has no such name
                module, _, name = full.rpartition('.')
                self._names.setdefault(id(value), (module, name))


_called = _Names(CALLED)
_referred = _Names(REFERRED)


def object_writer(value: Any) -> Optional[WriteFunction]:
    """What writes a value that is a global, or is made by a call that is on the list; None for any other."""
    if _referred.of(value) is not None:
        return write_global
    if isinstance(value, type) or _called.of(type(value)) is None and not _reduces(value):
        return None
    return write_object


def _reduces(value: Any) -> bool:
    """Whether a value of a type that is not on the list is made by a function that is, as pytz's zones are."""
    module = type(value).__module__
    return module.partition('.')[0] in ('pytz', 'pandas')


def write_global(writer: Any, value: Any) -> None:
    """A reference to a type or constant."""
    module, name = _referred.of(value) or ('', '')
    writer.tagged('global', {'module': module, 'name': name})


def write_object(writer: Any, value: Any) -> None:
    """The call that makes a value, from what it tells pickle."""
    reduced = value.__reduce_ex__(4)
    kind = type(value)
    what = f'An instance of {kind.__module__}.{kind.__qualname__}'
    if not isinstance(reduced, tuple) or any(part is not None for part in reduced[3:]):
        raise not_convertible(what)
    callable_, args, state = (*reduced, None)[:3]
    how = 'call'
    if callable_ is copyreg.__newobj__:  # type: ignore[attr-defined]
        how, callable_, args = 'new', args[0], args[1:]
    elif callable_ is copyreg._reconstructor and args[1:] == (object, None):  # type: ignore[attr-defined]
        how, callable_, args = 'new', args[0], ()
    path = _called.of(callable_)
    if path is None:
        raise not_convertible(what)
    members = {'module': path[0], 'name': path[1], 'how': how, 'args': list(args)}
    writer.tagged('object', members if state is None else {**members, 'state': state})


def make_global(fields: Fields) -> Any:
    """The type or constant of a name."""
    return _find(fields.text('module'), fields.text('name'), REFERRED)


def make_object(fields: Fields) -> Any:
    """The value of a call."""
    how = fields.one_of('how', ('call', 'new'))
    callable_ = _find(fields.text('module'), fields.text('name'), CALLED)
    args = fields.list('args')
    kwargs = fields.optional('kwargs', {})
    if fields.optional('items') is not None or fields.optional('pairs') is not None or type(kwargs) is not dict:
        raise fields.wrong('no type on the list has items or pairs, and kwargs must be an object')
    made = callable_(*args, **kwargs) if how == 'call' else callable_.__new__(callable_, *args, **kwargs)
    if 'state' in fields.members:
        _set_state(made, fields.members['state'])
    return made


def _set_state(made: Any, state: Any) -> None:
    """Pickle's BUILD."""
    set_state = getattr(made, '__setstate__', None)
    if set_state is not None:
        set_state(state)
        return
    attributes, slots = state if type(state) is tuple and len(state) == 2 else (state, None)
    if attributes:
        made.__dict__.update(attributes)
    for name, value in (slots or {}).items():
        setattr(made, name, value)
