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
from ._parts import parts_of

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
    ca: Optional[str] = None,
    fingerprint: Optional[str] = None,
) -> AioWorkspace:
    """Connects to a host. The parameters and errors are those of `headframe.connect`."""
    parts = parts_of(address, client, token, subscribe, timeout_ms, allow_pickle, places, cache, ca, fingerprint)
    workspace = AioWorkspace(*parts, reconnect)
    await workspace.open()
    return workspace
