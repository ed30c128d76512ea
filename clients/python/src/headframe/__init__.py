"""
Headframe's client: one live workspace of variables, shared with every process on the machine.

    from headframe import connect

    ws = connect()
    ws['x'] = [1, 2, 3]
    ws['x']

`headframe.aio.connect` is its twin for asyncio. See docs/how-to/python-client.md.
"""

from ._change import Change
from ._connect import connect
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
from ._lock import Lock
from ._version import VERSION as __version__
from ._workspace import Workspace

__all__ = [
    'AuthenticationError',
    'Change',
    'ClosedError',
    'ConflictError',
    'DisconnectedError',
    'HeadframeError',
    'Lock',
    'LockedError',
    'NotConvertibleError',
    'NotFoundError',
    'ProtocolError',
    'RequestTimeoutError',
    'VetoedError',
    'Workspace',
    '__version__',
    'connect',
]


def load_ipython_extension(shell: object) -> None:
    """`%load_ext headframe`: see `headframe.ipython`."""
    from .ipython import load_ipython_extension as load

    load(shell)


def unload_ipython_extension(shell: object) -> None:
    """`%unload_ext headframe`."""
    from .ipython import unload_ipython_extension as unload

    unload(shell)
