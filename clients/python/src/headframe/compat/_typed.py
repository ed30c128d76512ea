"""Values as typed JSON in one text, as a text dialect carries them."""

from __future__ import annotations

import sys
from typing import Any

from .._typed_json import encode

__all__ = ['typed_json']


def typed_json(value: Any) -> str:
    """The typed JSON of a value, raw data included. Raises `NotConvertibleError` for what is no data."""
    # Within a list no value is given a buffer, whatever it is.
    document, _ = encode([value], attach_from=sys.maxsize)
    return document[1:-1].decode('utf-8')
