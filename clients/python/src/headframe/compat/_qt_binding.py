"""Finds Qt for Python, by whichever name it is there."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType

__all__ = ['BINDINGS', 'has_binding', 'qt_core']

BINDINGS = ('PyQt5', 'PySide2', 'PySide6', 'PyQt6')


def has_binding() -> bool:
    """Whether a binding is installed. Imports none."""
    return any(name in sys.modules or importlib.util.find_spec(name) is not None for name in BINDINGS)


def qt_core() -> ModuleType:
    """
    The QtCore of the binding that the program has imported already, else of the first that is installed.

    Raises ImportError when there is none.
    """
    for name in sorted(BINDINGS, key=lambda name: name not in sys.modules):
        try:
            return importlib.import_module(f'{name}.QtCore')
        except ImportError:
            continue
    raise ImportError(f'PMClient needs one of {", ".join(BINDINGS)}')
