"""Which names of a namespace are variables of its user."""

from __future__ import annotations

import types
from typing import Any, Dict, Mapping

__all__ = ['is_variable', 'variables_of']

_CODE = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, type)
_ABSENT = object()
_NONE: Mapping[str, Any] = types.MappingProxyType({})


def is_variable(name: str, value: Any, hidden: Mapping[str, Any] = _NONE) -> bool:
    """
    Whether a name is a variable: no module, function or class, no name that begins with an underscore, and
    none that still has the value that the shell itself gave it (`hidden`).
    """
    return not name.startswith('_') and not isinstance(value, _CODE) and hidden.get(name, _ABSENT) is not value


def variables_of(namespace: Mapping[str, Any], hidden: Mapping[str, Any] = _NONE) -> Dict[str, Any]:
    """The variables of a namespace, in its order."""
    return {name: value for name, value in list(namespace.items()) if is_variable(name, value, hidden)}
