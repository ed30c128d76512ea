"""
The client for asyncio: as `headframe.Workspace`, and awaited.

    from headframe import aio

    async with await aio.connect() as ws:
        await ws.set('x', [1, 2, 3])
        async for change in ws.changes():
            ...
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Union

from ._aio_changes import AioChanges
from ._aio_workspace import AioWorkspace
from ._places import Places, cache_limit
from ._session import SessionOptions, default_client_name
from ._values import Values
from ._view import Subscription

__all__ = ['AioChanges', 'AioWorkspace', 'connect']


async def connect(
    address: Union[str, int, None] = None,
    *,
    client: Optional[str] = None,
    token: Optional[str] = None,
    subscribe: Optional[Mapping[str, Any]] = None,
    timeout_ms: Optional[float] = 30_000,
    reconnect: bool = True,
    allow_pickle: bool = False,
    places: bool = True,
    cache: Union[bool, int] = True,
) -> AioWorkspace:
    """Connects to a host. The parameters and errors are those of `headframe.connect`."""
    subscription = Subscription(**dict(subscribe or {}))
    timeout = None if timeout_ms is None else timeout_ms / 1000
    session = SessionOptions(address, default_client_name() if client is None else client, token, timeout)
    values = Values(allow_pickle)
    plane = Places(values, places, cache_limit(cache))
    workspace = AioWorkspace(session, subscription, values, plane, reconnect)
    await workspace.open()
    return workspace
