"""JSON of commands, which is not typed JSON: what is between two values' documents."""

from __future__ import annotations

import json
from typing import Any, Dict

from ._errors import ProtocolError

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(',', ':')).encode


def write_json(value: Any) -> bytes:
    """UTF-8 text. Raises ValueError or TypeError for what JSON does not have."""
    return _encode(value).encode('utf-8', 'backslashreplace')


def read_json(text: bytes) -> Dict[str, Any]:
    """An object. Raises ProtocolError for anything else."""
    try:
        value = json.loads(bytes(text))
    except (ValueError, RecursionError):
        value = None
    if type(value) is not dict:
        raise ProtocolError('A meta is not a JSON object')
    return value
