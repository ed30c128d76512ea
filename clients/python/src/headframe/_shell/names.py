"""Which names of a namespace are variables of its user."""

from __future__ import annotations

import types
from typing import Any, Container, Dict, Mapping

__all__ = ['variables_of']

_CODE = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, type)


def variables_of(namespace: Mapping[str, Any], hidden: Container[str] = ()) -> Dict[str, Any]:
    """
    The variables of a namespace, in its order: all but modules, functions, classes, names that begin with an
    underscore, and `hidden` ones.
    """
    return {
        name: value
        for name, value in list(namespace.items())
        if not name.startswith('_') and name not in hidden and not isinstance(value, _CODE)
    }
