"""How sessions with a host are begun: where it is, what is said to it."""

from __future__ import annotations

import os
import sys
from typing import Any, Callable, Dict, NamedTuple, Optional, TypeVar, Union

from ._address import Address, find_place, find_token
from ._errors import DisconnectedError

T = TypeVar('T')
_LONGEST_NAME = 64


class SessionOptions(NamedTuple):
    """What every session of a client begins with."""

    address: Union[str, int, None]
    client: str
    token: Optional[str]
    timeout: Optional[float]
    """Seconds."""

    def begin(self, attempt: Callable[[Address, Dict[str, Any]], T], more: Dict[str, Any]) -> T:
        """
        Tries each address in turn; it is looked up anew each time, because a host that was restarted may have another.

        :raises DisconnectedError: the last address's, when none answers.
        """
        place = find_place(self.address)
        hello: Dict[str, Any] = {'client': self.client, **more}
        token = find_token(self.token, place.data_dir)
        if token is not None:
            hello['token'] = token
        failure: Optional[DisconnectedError] = None
        for address in place.addresses:
            try:
                return attempt(address, hello)
            except DisconnectedError as error:
                failure = error
        raise failure or DisconnectedError('There is no address to connect to')


def default_client_name() -> str:
    """The program's name, as people see it beside what it wrote."""
    program = os.path.basename(sys.argv[0]) if sys.argv and sys.argv[0] else ''
    return (program or 'python')[:_LONGEST_NAME]
