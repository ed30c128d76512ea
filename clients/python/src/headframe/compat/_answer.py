"""The host's answers, as PyMiner's clients give them to their users."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping

__all__ = ['Answer', 'parsed', 'reasons_text']

Answer = Dict[str, Any]
"""`message` tells whether it went well; what was asked for stands beside it."""


def parsed(packet: bytes) -> Answer:
    """The answer in a packet. Raises ValueError when there is none."""
    answer = json.loads(packet)
    if not isinstance(answer, dict):
        raise ValueError(f'the host answered {packet[:200]!r}')
    return answer


def reasons_text(reasons: Mapping[str, str]) -> str:
    """Names and why, for a warning."""
    return '; '.join(f'{name} ({reason})' for name, reason in reasons.items())
