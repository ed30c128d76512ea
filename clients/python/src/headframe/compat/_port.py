"""Which port PyMiner's clients connect to."""

from __future__ import annotations

import os
from typing import Optional

__all__ = ['DEFAULT_PORT', 'HOST', 'port_of']

HOST = '127.0.0.1'
DEFAULT_PORT = 12306


def port_of(given: Optional[int] = None) -> int:
    """
    The port that was given, else that of `HEADFRAME_PORT` in the environment, else 12306.

    Raises ValueError when it is no port.
    """
    default = os.environ.get('HEADFRAME_PORT') or str(DEFAULT_PORT)
    text = default if given is None else str(given)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f'no port: {text!r} (HEADFRAME_PORT or the argument port)')
    return int(text)
