"""How sessions with a host are begun: where it is, what is said to it."""

from __future__ import annotations

import os
import sys
from typing import Any, Dict, Mapping, NamedTuple, Optional, Union

from ._address import Place, find_place, find_token
from ._tls import NO_TRUST, Trust

MISSED_BEATS = 3
"""Heartbeats that a host may leave out before it counts as gone."""
_LONGEST_NAME = 64


class SessionOptions(NamedTuple):
    """What every session of a client begins with."""

    address: Union[str, int, None]
    client: str
    token: Optional[str]
    timeout: Optional[float]
    """Seconds."""
    trust: Trust = NO_TRUST

    def place(self) -> Place:
        """Where the host is: looked up each time, because a host that was restarted may be elsewhere."""
        return find_place(self.address)

    def hello(self, place: Place, more: Mapping[str, Any]) -> Dict[str, Any]:
        """What is said to a host at a place."""
        token = find_token(self.token, place.data_dir)
        return {'client': self.client, **more, **({} if token is None else {'token': token})}


def default_client_name() -> str:
    """The program's name, as people see it beside what it wrote."""
    program = os.path.basename(sys.argv[0]) if sys.argv and sys.argv[0] else ''
    return (program or 'python')[:_LONGEST_NAME]
