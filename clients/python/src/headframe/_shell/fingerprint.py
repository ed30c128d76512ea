"""Tells whether a value has changed, inside too, without keeping a copy of it."""

from __future__ import annotations

import pickle
from hashlib import sha256
from typing import Any, List, Optional

__all__ = ['fingerprint']

_PROTOCOL = 5


def fingerprint(value: Any) -> Optional[bytes]:
    """
    32 bytes that differ for values that differ; None for a value that cannot be pickled. The same object has the
    same ones as long as nothing in it changes; equal objects may have other ones.

    It takes as long as pickling. Numbers of arrays are not copied for it but read where they are (PEP 574).
    """
    buffers: List[pickle.PickleBuffer] = []
    try:
        stream = pickle.dumps(value, _PROTOCOL, buffer_callback=buffers.append)
    except Exception:
        return _fingerprint_of_code(value)
    digest = sha256(stream)
    for buffer in buffers:
        digest.update(buffer.raw())
    return digest.digest()


def _fingerprint_of_code(value: Any) -> Optional[bytes]:
    """Of what holds functions or classes of the shell, which pickle alone cannot do."""
    try:
        import cloudpickle

        return sha256(cloudpickle.dumps(value, protocol=_PROTOCOL)).digest()
    except Exception:
        return None
