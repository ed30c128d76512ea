"""Lets PyMiner's module names be imported."""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Optional, Sequence

from ._old_names import OLD_NAMES, QT_NAME, OldModule
from ._qt_binding import has_binding

__all__ = ['OldNameFinder', 'install']


def install() -> None:
    """
    From now on PyMiner's names lead to the modules of this package. Installing it twice is the same as once.
    """
    if not any(isinstance(finder, OldNameFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, OldNameFinder())


class OldNameFinder(MetaPathFinder):
    """
    Finds PyMiner's modules here.

    A package of such a name that is really there, as a script's own `lib` may be, keeps what is its own: our
    names are put into it, and our modules beside its.
    """

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        """The spec of a module of PyMiner's name; None for all others, which other finders look for."""
        old = OLD_NAMES.get(fullname)
        if old is None:
            return None
        real = PathFinder.find_spec(fullname, path, target) if old.is_package else None
        if real is not None and real.loader is not None:
            real.loader = _OldNameLoader(old, real.loader)
            return real
        spec = ModuleSpec(fullname, _OldNameLoader(old, None), is_package=old.is_package)
        if real is not None:
            spec.submodule_search_locations = real.submodule_search_locations
        return spec


class _OldNameLoader(Loader):
    """Puts our names into a module, after what is really its own."""

    def __init__(self, old: OldModule, real: Optional[Loader]) -> None:
        self._old = old
        self._real = real

    def create_module(self, spec: ModuleSpec) -> Optional[ModuleType]:
        return None if self._real is None else self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if self._real is not None:
            self._real.exec_module(module)
        source, names, _ = self._old
        if not source:
            return
        own = [name for name in getattr(module, '__all__', vars(module)) if not name.startswith('_')]
        ours = importlib.import_module(source)
        vars(module).update({name: getattr(ours, name) for name in names if name != QT_NAME})
        usable = [name for name in names if name != QT_NAME or has_binding()]
        vars(module)['__all__'] = [*own, *usable]
        if self._real is None:
            vars(module)['__doc__'] = f'{source} by the name that PyMiner had for it: {", ".join(names)}.'
        vars(module).setdefault('__getattr__', _late(module.__name__, ours, names))


def _late(module: str, ours: ModuleType, names: Sequence[str]) -> Any:
    """A module's `__getattr__`: imports Qt when its client is asked for, and says what there is."""

    def find(name: str) -> Any:
        if name == QT_NAME and name in names:
            return getattr(ours, name)
        raise AttributeError(f'module {module!r} has no attribute {name!r}: headframe.compat offers {", ".join(names)}')

    return find
