"""
The workspace as PyMiner's function library `pyminer_algorithms` offers it. Its functions for arrays are not
here.

These unpickle what they read. ConnectionRefusedError when no host listens.
"""

from __future__ import annotations

from typing import Any

from ._comm_client import CommClient
from .comm import del_var, get_var_names, get_vars, set_var, set_vars

__all__ = ['del_var', 'get_var', 'get_var_names', 'get_vars', 'set_var', 'set_vars']


def get_var(var_name: str, preview: bool = False) -> Any:
    """
    The value of a variable; ValueError when there is none of that name. `preview`: as in `comm.get_vars`.
    """
    client = CommClient()
    value = client.preview(var_name) if preview else None
    return client.get_var(var_name) if value is None else value
