"""
Headframe's client: one live workspace of variables, shared with every process on the machine.

    from headframe import connect

    ws = connect()
    ws['x'] = [1, 2, 3]
    ws['x']

`headframe.aio.connect` is its twin for asyncio. See docs/how-to/python-client.md.
"""

from ._errors import (
    AuthenticationError,
    ClosedError,
    ConflictError,
    DisconnectedError,
    HeadframeError,
    LockedError,
    NotConvertibleError,
    NotFoundError,
    ProtocolError,
    RequestTimeoutError,
    VetoedError,
)
from ._version import VERSION as __version__

__all__ = [
    'AuthenticationError',
    'ClosedError',
    'ConflictError',
    'DisconnectedError',
    'HeadframeError',
    'LockedError',
    'NotConvertibleError',
    'NotFoundError',
    'ProtocolError',
    'RequestTimeoutError',
    'VetoedError',
    '__version__',
]
